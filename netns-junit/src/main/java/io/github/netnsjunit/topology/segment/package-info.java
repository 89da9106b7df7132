/** Floor 1, hidden: which interfaces hear one another's frames, and where frames would go round in a ring. */
@NullMarked
package io.github.netnsjunit.topology.segment;

import org.jspecify.annotations.NullMarked;
