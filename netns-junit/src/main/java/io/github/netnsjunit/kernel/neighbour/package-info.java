/** Floor 0, hidden: Netlink messages that list the neighbour table; see rtnetlink(7). */
@NullMarked
package io.github.netnsjunit.kernel.neighbour;

import org.jspecify.annotations.NullMarked;
