/** Floor 1, hidden: what every topology must satisfy. Knows no kind of part. */
@NullMarked
package io.github.netnsjunit.topology.rules;

import org.jspecify.annotations.NullMarked;
