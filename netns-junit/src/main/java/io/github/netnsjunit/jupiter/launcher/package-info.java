/** Floor 6, hidden: what is made ready before the first test of a run. */
@NullMarked
package io.github.netnsjunit.jupiter.launcher;

import org.jspecify.annotations.NullMarked;
