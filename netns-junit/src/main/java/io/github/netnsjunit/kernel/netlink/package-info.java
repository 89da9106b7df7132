/**
 * Floor 0, hidden: The netlink socket, and readers and writers for messages and their attributes; see netlink(7). What a message means is the
 * business of the packages beside this one.
 */
@NullMarked
package io.github.netnsjunit.kernel.netlink;

import org.jspecify.annotations.NullMarked;
