/** Floor 0, hidden: Netlink messages that list and destroy the sockets of a network namespace; see sock_diag(7). */
@NullMarked
package io.github.netnsjunit.kernel.socket;

import org.jspecify.annotations.NullMarked;
