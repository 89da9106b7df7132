/** Floor 0, hidden: Netlink messages that add, delete and list the addresses of interfaces, those of multicast groups too; see rtnetlink(7). */
@NullMarked
package io.github.netnsjunit.kernel.address;

import org.jspecify.annotations.NullMarked;
