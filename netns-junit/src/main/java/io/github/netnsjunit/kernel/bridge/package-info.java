/** Floor 0, hidden: netlink messages about the ports of bridges, and about what bridges have learnt; see bridge(8) and {@code linux/if_bridge.h}. */
@NullMarked
package io.github.netnsjunit.kernel.bridge;

import org.jspecify.annotations.NullMarked;
