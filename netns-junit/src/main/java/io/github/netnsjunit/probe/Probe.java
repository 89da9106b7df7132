package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;

/**
 * An attempt to reach a host from a network namespace. Immutable: it may be kept, shared between threads and sent any number of
 * times. Each call of {@link #send()} opens its own sockets inside the namespace, and closes them before it returns.
 *
 * <pre>{@code
 * Reachability result = Ping.of(blue, "10.0.0.1").timeout(Duration.ofSeconds(1)).send();
 * }</pre>
 */
public sealed interface Probe permits Ping, TcpConnect {

    /**
     * How long a probe waits by default: 5 s. The kernel looks for a neighbour for about 3 s before it declares a host
     * unreachable. A probe that waits less reports {@link Unreachable#TIMED_OUT} instead.
     */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** The namespace that the attempt starts from. */
    NetworkNamespace namespace();

    /** The host to reach: an address, or a name, which is resolved inside the namespace each time the probe is sent. */
    String host();

    /** How long the probe waits for an answer. */
    Duration timeout();

    /**
     * Returns the same probe with another timeout.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    Probe timeout(Duration timeout);

    /**
     * Makes the attempt and waits for its result. A host that is not reached is a result, not an exception.
     *
     * @throws InterruptedException if the calling thread is interrupted (it is thrown within 50 ms), or if the namespace is
     *     closed and this interrupts the wait
     * @throws IllegalStateException if the namespace was closed before the call, or if its closing makes a system call of the
     *     probe fail
     * @throws RuntimeException if the machine is the cause and not the network: no privilege for raw sockets, or too many open
     *     files
     */
    Reachability send() throws InterruptedException;
}
