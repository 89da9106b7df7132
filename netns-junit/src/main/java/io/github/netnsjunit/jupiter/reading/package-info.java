/**
 * Floor 6, hidden: reads the annotations of a test, merges what they declare, and makes the topology. Messages about
 * mistakes name the annotations.
 */
@NullMarked
package io.github.netnsjunit.jupiter.reading;

import org.jspecify.annotations.NullMarked;
