/**
 * Floor 4: probes, which try to reach a host from a network namespace, and their results.
 *
 * <p>A {@link io.github.netnsjunit.probe.Probe} is an immutable value. Sending it returns a
 * {@link io.github.netnsjunit.probe.Reachability}: reached and how fast, or not reached and why.
 * A {@link io.github.netnsjunit.probe.RouteQuery} sends nothing: it asks the kernel by which route it would send a packet.
 */
@NullMarked
package io.github.netnsjunit.probe;

import org.jspecify.annotations.NullMarked;
