package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.probe.Reachability.NotReached;
import java.time.Duration;
import java.util.Objects;

/**
 * One TCP connection. It is closed as soon as it is open. While the probe waits, the kernel repeats the request: before Linux 6.5
 * after 1, 3 and 7 s, since then after 1, 2, 3, 4, 5 and 7 s ({@code tcp_syn_linear_timeouts}); each further interval is twice as
 * long as the one before.
 *
 * <p>A name may have several addresses. They are tried in turn, each for an equal share of the timeout, until one accepts. If
 * none accepts, the result has the reason of the first address, and its detail lists all of them.
 *
 * @param namespace the namespace that the connection starts from
 * @param host the host to connect to: a name or an address
 * @param port 1 to 65535
 * @param timeout how long to wait for the connection; positive
 */
public record TcpConnect(NetworkNamespace namespace, String host, int port, Duration timeout) implements Probe {

    /** Checks the host, the port and the timeout. */
    public TcpConnect {
        Objects.requireNonNull(namespace, "namespace");
        Sending.checkHost(host);
        Ports.check(port);
        Sending.checkTimeout(timeout);
    }

    /** A connection that waits for {@link Probe#DEFAULT_TIMEOUT}. */
    public static TcpConnect of(NetworkNamespace namespace, String host, int port) {
        return new TcpConnect(namespace, host, port, DEFAULT_TIMEOUT);
    }

    @Override
    public TcpConnect timeout(Duration newTimeout) {
        return new TcpConnect(namespace, host, port, newTimeout);
    }

    @Override
    public Reachability send() throws InterruptedException {
        return Sending.send(
                this,
                namespace::resolveAll,
                (address, waiting) ->
                        withPortRange(new TcpHandshake(NativeLibrary.libc(), address, port).run(waiting)));
    }

    private Reachability withPortRange(Reachability result) {
        return result instanceof NotReached failure && failure.reason() == Unreachable.NO_FREE_PORT
                ? new NotReached(
                        failure.reason(),
                        failure.detail() + ": all of net.ipv4.ip_local_port_range = "
                                + namespace.sysctl("net.ipv4.ip_local_port_range") + " are in use")
                : result;
    }

    @Override
    public String toString() {
        return "TCP connection to " + host + " port " + port + " from " + namespace.name();
    }
}
