package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpNetwork;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of one route.
 *
 * @param key the key that its part declares
 * @param to the destination
 * @param hops where the packets go next: several for a multipath route; none if the type sends nothing on
 * @param type what happens to the packets
 * @param table the number of its routing table, 1 to 4294967295
 * @param metric of two routes to one destination the one with the lower metric wins; 0 is the kernel's default
 * @param source the address that the namespace sends from; {@code null} for the kernel's choice
 */
public record RouteFacts(
        Key key,
        IpNetwork to,
        List<RouteHop> hops,
        RouteType type,
        long table,
        long metric,
        @Nullable InetAddress source) {

    /** The number of the main table, in which packets are looked up if no rule says otherwise: {@code RT_TABLE_MAIN}. */
    public static final long MAIN_TABLE = 254;

    /** {@code IP6_RT_PRIO_USER} of {@code net/ip6_route.h}. */
    private static final int DEFAULT_IPV6_METRIC = 1024;

    public RouteFacts {
        hops = List.copyOf(hops);
    }

    /** The metric that the kernel lists. For an IPv6 route with the metric 0 it is the kernel's default. */
    public long metricInTheKernel() {
        return metric == 0 && to.address() instanceof Inet6Address ? DEFAULT_IPV6_METRIC : metric;
    }

    /** Whether it is in the main table. */
    public boolean isInMainTable() {
        return table == MAIN_TABLE;
    }

    /** The namespace that has the route. */
    public String namespace() {
        return key.namespace();
    }
}
