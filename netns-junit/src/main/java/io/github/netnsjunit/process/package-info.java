/** Floor 3: programs that run inside a namespace. */
@NullMarked
package io.github.netnsjunit.process;

import org.jspecify.annotations.NullMarked;
