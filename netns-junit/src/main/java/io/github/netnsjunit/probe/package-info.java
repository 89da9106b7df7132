/**
 * One attempt to reach a host from a network namespace, and what came of it.
 *
 * <p>A {@link io.github.netnsjunit.probe.Probe} is an immutable value; sending it uses a socket made inside the namespace and
 * answers with a {@link io.github.netnsjunit.probe.Reachability}: reached and how fast, or not reached, why, and in whose words.
 */
@NullMarked
package io.github.netnsjunit.probe;

import org.jspecify.annotations.NullMarked;
