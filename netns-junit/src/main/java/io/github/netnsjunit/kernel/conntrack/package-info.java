/** Floor 0, hidden: netlink messages that list and delete what the kernel tracks of connections; see {@code linux/netfilter/nfnetlink_conntrack.h}. */
@NullMarked
package io.github.netnsjunit.kernel.conntrack;

import org.jspecify.annotations.NullMarked;
