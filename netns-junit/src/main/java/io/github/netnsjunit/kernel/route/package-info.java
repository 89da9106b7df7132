/** Floor 0, hidden: routes, as rtnetlink(7) adds, removes, lists and looks them up. */
@NullMarked
package io.github.netnsjunit.kernel.route;

import org.jspecify.annotations.NullMarked;
