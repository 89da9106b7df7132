/**
 * Floor 0, hidden: Netlink messages that add, change, delete and list links; see rtnetlink(7). {@code NewLink} adds a link of any
 * kind, and each {@code LinkKind} adds its name and attributes.
 */
@NullMarked
package io.github.netnsjunit.kernel.link;

import org.jspecify.annotations.NullMarked;
