package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one route of a main routing table.
 *
 * @param key the key that its part declares
 * @param to the destination
 * @param via the gateway; {@code null} if the destination is on the link
 * @param dev the name of the interface; {@code null} lets the kernel choose the interface by the gateway
 * @param metric of two routes to one destination the one with the lower metric wins; 0 is the kernel's default
 * @param type what happens to the packets; only a unicast route has a gateway or an interface
 * @param onlink whether the gateway is on the interface's link though no address says so
 */
public record RouteFacts(
        Key key,
        IpNetwork to,
        @Nullable InetAddress via,
        @Nullable String dev,
        long metric,
        RouteType type,
        boolean onlink) {

    /** {@code IP6_RT_PRIO_USER} of {@code net/ip6_route.h}. */
    private static final int DEFAULT_IPV6_METRIC = 1024;

    /** The metric that the kernel lists. For an IPv6 route with the metric 0 it is the kernel's default. */
    public long metricInTheKernel() {
        return metric == 0 && to.address() instanceof Inet6Address ? DEFAULT_IPV6_METRIC : metric;
    }

    /** The namespace that has the route. */
    public String namespace() {
        return key.namespace();
    }
}
