/** Floor 3, hidden: starts programs inside a namespace, reads their output, and ends them with the namespace. */
@NullMarked
package io.github.netnsjunit.lab.process;

import org.jspecify.annotations.NullMarked;
