/** Floor 0, hidden: the sockets of a network namespace, by netlink (see sock_diag(7)), and those that this process has open. */
@NullMarked
package io.github.netnsjunit.kernel.socket;

import org.jspecify.annotations.NullMarked;
