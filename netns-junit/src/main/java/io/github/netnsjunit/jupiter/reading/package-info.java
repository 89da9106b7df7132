/** Floor 6, hidden: annotations are read and merged, and become a topology whose mistakes name them. */
@NullMarked
package io.github.netnsjunit.jupiter.reading;

import org.jspecify.annotations.NullMarked;
