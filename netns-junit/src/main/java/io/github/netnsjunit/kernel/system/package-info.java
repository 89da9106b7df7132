/** Floor 0, hidden: What this kernel has and allows: its modules, the kinds of links it knows, its parameters, and the privileges of this process. */
@NullMarked
package io.github.netnsjunit.kernel.system;

import org.jspecify.annotations.NullMarked;
