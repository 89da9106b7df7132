package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An ICMP or ICMPv6 echo request from a raw socket. It needs no {@code ping} binary and no {@code ping_group_range}, but
 * {@code CAP_NET_RAW}.
 *
 * <p>While nothing comes back, it is sent again after 1 s and then every 2.1 s: links lose packets, and routers send few errors.
 * With a timeout of 1 s or less it is sent once, so that losses can be counted.
 *
 * @param namespace the namespace that the request starts from
 * @param host the host that is to answer: an address, or a name, which stands for its first address
 * @param timeout how long to wait for the answer; positive
 */
public record Ping(NetworkNamespace namespace, String host, Duration timeout) implements Probe {

    /** Checks its parts. */
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
    public Ping timeout(Duration patience) {
        return new Ping(namespace, host, patience);
    }

    @Override
    public Reachability send() throws InterruptedException {
        return Sending.of(
                this,
                name -> List.of(namespace.resolve(name)),
                (address, deadline) -> new EchoExchange(NativeLibrary.libc(), address).run(deadline));
    }

    @Override
    public String toString() {
        return "ping of " + host + " from " + namespace.name();
    }
}
