/** Floor 2: the kinds of routes that a topology can have, a file each. */
@NullMarked
package io.github.netnsjunit.route;

import org.jspecify.annotations.NullMarked;
