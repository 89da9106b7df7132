/** Floor 1, hidden: draws a topology as text, Mermaid and SVG. It reads the outline and knows no kind of part. */
@NullMarked
package io.github.netnsjunit.topology.drawing;

import org.jspecify.annotations.NullMarked;
