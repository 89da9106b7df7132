/** Floor 6, hidden: prepares the Java process before the first test of a run. */
@NullMarked
package io.github.netnsjunit.jupiter.launcher;

import org.jspecify.annotations.NullMarked;
