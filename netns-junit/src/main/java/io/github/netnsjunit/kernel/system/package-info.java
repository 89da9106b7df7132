/** Floor 0, hidden: what this kernel is and allows: its modules, its parameters, this process's privileges. */
@NullMarked
package io.github.netnsjunit.kernel.system;

import org.jspecify.annotations.NullMarked;
