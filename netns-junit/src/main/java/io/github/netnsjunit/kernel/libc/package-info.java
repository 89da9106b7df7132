/** Floor 0: the C library. The one place where jnr is named: system calls, errno to exception, descriptors that close. */
@NullMarked
package io.github.netnsjunit.kernel.libc;

import org.jspecify.annotations.NullMarked;
