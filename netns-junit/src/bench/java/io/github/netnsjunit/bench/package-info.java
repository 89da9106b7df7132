/** Measures what a lab costs: {@code ./mvnw -q -Pbench verify}. */
@NullMarked
package io.github.netnsjunit.bench;

import org.jspecify.annotations.NullMarked;
