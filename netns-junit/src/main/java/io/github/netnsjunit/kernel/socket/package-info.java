/** Floor 0, hidden: the sockets of a network namespace, as sock_diag(7) lists and destroys them. */
@NullMarked
package io.github.netnsjunit.kernel.socket;

import org.jspecify.annotations.NullMarked;
