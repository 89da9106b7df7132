package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route that a topology adds. It holds what the user wrote; {@link Topology.Builder#build()} checks it.
 *
 * @param namespace whose main routing table it enters
 * @param to a network such as {@code 192.168.0.0/24}, an address, or {@code default}
 * @param via the gateway, or {@code null} where the destination is on the link {@code dev}
 * @param dev the interface; {@code null} leaves it to the kernel, which goes by the gateway
 * @param metric of two routes the lower wins; 0 leaves the kernel's default, which is 0 for IPv4 and 1024 for IPv6
 */
public record StaticRoute(
        String namespace,
        String to,
        @Nullable String via,
        @Nullable String dev,
        int metric) {

    public StaticRoute {
        requireNonNull(namespace, "namespace");
        requireNonNull(to, "to");
    }

    /** The destination of a default route. */
    public static final String DEFAULT = "default";

    /** The default route through a gateway. */
    public static StaticRoute defaultVia(String namespace, String via) {
        return of(namespace, DEFAULT, via);
    }

    /** A route to a network, an address or {@code default} through a gateway. */
    public static StaticRoute of(String namespace, String to, String via) {
        return new StaticRoute(namespace, to, requireNonNull(via, "via"), null, 0);
    }

    /** The same through an interface. */
    public StaticRoute dev(String interfaceName) {
        return new StaticRoute(namespace, to, via, interfaceName, metric);
    }

    /** The same with a metric, 0 or more. */
    public StaticRoute metric(int value) {
        return new StaticRoute(namespace, to, via, dev, value);
    }

    /** The gateway as an address; {@link IllegalArgumentException} if it is none. */
    @Nullable
    InetAddress gateway() {
        return via == null ? null : IpLiteral.parse(via);
    }

    /** The destination as a network; {@link IllegalArgumentException} if it is none. */
    IpNetwork destination() {
        return destination(to, gateway());
    }

    /** {@code default} is of the gateway's family, and of IPv4 without one, as for {@code ip route}. */
    static IpNetwork destination(String text, @Nullable InetAddress gateway) {
        return text.equals(DEFAULT)
                ? IpNetwork.parse(gateway instanceof Inet6Address ? "::/0" : "0.0.0.0/0")
                : IpNetwork.parse(text);
    }

    @Override
    public String toString() {
        return "route " + namespace + ": " + to + (via == null ? "" : " via " + via)
                + (dev == null ? "" : " dev " + dev) + (metric == 0 ? "" : " metric " + metric);
    }
}
