/** Floor 2: the kinds of parts that say where packets go, a file each. These are routes, policy rules and known neighbours. */
@NullMarked
package io.github.netnsjunit.route;

import org.jspecify.annotations.NullMarked;
