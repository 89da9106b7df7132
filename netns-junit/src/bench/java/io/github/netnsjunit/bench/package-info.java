/** What a lab costs, measured: {@code ./mvnw -q -Pbench verify}. */
@NullMarked
package io.github.netnsjunit.bench;

import org.jspecify.annotations.NullMarked;
