/** Floor 0, hidden: the neighbour table, as rtnetlink(7) lists it. */
@NullMarked
package io.github.netnsjunit.kernel.neighbour;

import org.jspecify.annotations.NullMarked;
