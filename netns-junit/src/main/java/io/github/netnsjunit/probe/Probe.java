package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;

/**
 * One attempt to reach a host from a network namespace. Immutable: it may be kept, shared between threads and sent any number of
 * times. Each sending has sockets of its own, made inside the namespace and closed before {@link #send()} returns.
 *
 * <pre>{@code
 * Reachability result = Ping.of(blue, "10.0.0.1").timeout(Duration.ofSeconds(1)).send();
 * }</pre>
 */
public sealed interface Probe permits Ping, TcpConnect {

    /**
     * How long a probe waits by default: 5 s. The kernel looks for a neighbour for about 3 s before it declares a host unreachable;
     * a shorter wait reports {@link Unreachable#TIMED_OUT} instead.
     */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** The namespace that the attempt starts from. */
    NetworkNamespace namespace();

    /** The host to reach: a name, which is resolved inside the namespace at each sending, or an address. */
    String host();

    /** How long it waits for an answer. */
    Duration timeout();

    /**
     * The same probe with another timeout.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    Probe timeout(Duration timeout);

    /**
     * Makes the attempt and waits for its result. A host that is not reached is a result, not an exception.
     *
     * @throws InterruptedException within 50 ms after the calling thread is interrupted; also if the closing of the namespace
     *     interrupts the wait inside
     * @throws IllegalStateException if the namespace is closed, be it meanwhile
     * @throws RuntimeException if the machine fails and not the network: no privilege for raw sockets, no descriptors left
     */
    Reachability send() throws InterruptedException;
}
