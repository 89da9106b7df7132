/** Floor 0, hidden: netlink: its socket, and how messages and attributes are written and read (netlink(7)). Knows nothing of what they say. */
@NullMarked
package io.github.netnsjunit.kernel.netlink;

import org.jspecify.annotations.NullMarked;
