/** Floor 0, hidden: System calls through the C library, their errors as exceptions, and file descriptors. Only this package uses jnr. */
@NullMarked
package io.github.netnsjunit.kernel.libc;

import org.jspecify.annotations.NullMarked;
