/**
 * Floor 5, hidden: how an assertion tries, waits and asks. It sends probes and HTTP requests, and repeats them until the
 * assertion holds or its time is up.
 */
@NullMarked
package io.github.netnsjunit.assertj.attempt;

import org.jspecify.annotations.NullMarked;
