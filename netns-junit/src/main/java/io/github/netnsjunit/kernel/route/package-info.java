/** Floor 0, hidden: Netlink messages that add, delete, list and look up routes, and those about policy rules; see rtnetlink(7). */
@NullMarked
package io.github.netnsjunit.kernel.route;

import org.jspecify.annotations.NullMarked;
