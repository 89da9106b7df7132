package io.github.netnsjunit.probe;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;

/**
 * One attempt to reach a host from a network namespace. Immutable: it may be kept, shared between threads and sent any number of
 * times, each with sockets of its own, made inside the namespace and closed before {@link #send()} returns.
 */
public sealed interface Probe permits Ping, TcpConnect {

    /**
     * How long a probe waits unless told otherwise: 5 seconds. The kernel tries for about three to find a neighbour before it
     * declares a host unreachable, so a shorter wait reports {@link Unreachable#TIMED_OUT} instead.
     */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** Where the attempt starts. */
    NetworkNamespace namespace();

    /** Whom it is to reach: a name, resolved inside the namespace at each sending, or an address. */
    String host();

    /** How long it waits for an answer. */
    Duration timeout();

    /**
     * The same probe with another patience.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    Probe timeout(Duration timeout);

    /**
     * Makes the attempt and waits for what comes of it. Not to be reached is a result, not an exception.
     *
     * @throws InterruptedException as soon as the calling thread is interrupted (50 ms at most)
     * @throws RuntimeException where the machine failed and not the network: no privilege for raw sockets, no descriptors left
     */
    Reachability send() throws InterruptedException;
}
