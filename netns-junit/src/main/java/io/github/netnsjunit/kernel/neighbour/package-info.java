/**
 * Floor 0, hidden: Netlink messages that list the neighbour table and change it; see rtnetlink(7). And the packets that tell all
 * hosts of a link about an address.
 */
@NullMarked
package io.github.netnsjunit.kernel.neighbour;

import org.jspecify.annotations.NullMarked;
