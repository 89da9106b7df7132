package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An ICMP or ICMPv6 echo request from a raw socket. It needs {@code CAP_NET_RAW}, but neither a {@code ping} binary nor a
 * {@code ping_group_range}.
 *
 * <p>If nothing comes back, the request is sent again after 1 s and then every 2.1 s, because links lose packets, and because
 * routers limit how many errors they send. With a timeout of 1 s or less it is sent only once, so that losses can be counted.
 *
 * @param namespace the namespace that the request starts from
 * @param host the host that should answer: an address, or a name; of a name with several addresses the first is used
 * @param timeout how long to wait for the answer; positive
 */
public record Ping(NetworkNamespace namespace, String host, Duration timeout) implements Probe {

    /** Checks the host and the timeout. */
    public Ping {
        Objects.requireNonNull(namespace, "namespace");
        Sending.checkHost(host);
        Sending.checkTimeout(timeout);
    }

    /** A ping that waits for {@link Probe#DEFAULT_TIMEOUT}. */
    public static Ping of(NetworkNamespace namespace, String host) {
        return new Ping(namespace, host, DEFAULT_TIMEOUT);
    }

    @Override
    public Ping timeout(Duration newTimeout) {
        return new Ping(namespace, host, newTimeout);
    }

    @Override
    public Reachability send() throws InterruptedException {
        return Sending.send(
                this,
                name -> List.of(namespace.resolve(name)),
                (address, waiting) -> new EchoExchange(NativeLibrary.libc(), address).run(waiting));
    }

    /**
     * Sends it to all addresses of the host in turn, each for an equal share of the timeout, until one answers. If none does, the result
     * has the reason of the first.
     */
    public Reachability sendToAll() throws InterruptedException {
        return Sending.send(
                this,
                namespace::resolveAll,
                (address, waiting) -> new EchoExchange(NativeLibrary.libc(), address).run(waiting));
    }

    @Override
    public String toString() {
        return "ping of " + host + " from " + namespace.name();
    }
}
