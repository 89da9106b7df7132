/** Floor 6, hidden: a lab comes and goes with its tests, their bodies run inside it, and their parameters and fields are filled from it. */
@NullMarked
package io.github.netnsjunit.jupiter.lifecycle;

import org.jspecify.annotations.NullMarked;
