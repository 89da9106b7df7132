package io.github.netnsjunit.route;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.RouteFacts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two routes with the same namespace, table, destination, family and metric are the same route. */
record RouteKey(String namespace, long table, Parsed<IpNetwork> to, boolean ipv6, long metric) implements Key {

    @Override
    public String taken() {
        return "there is already a route to [" + to + "] with the metric " + metric + " in namespace [" + namespace
                + "]" + inTable();
    }

    private String inTable() {
        return table == RouteFacts.MAIN_TABLE ? "" : " in the table " + table;
    }

    @Override
    public String toString() {
        return (ipv6 ? "IPv6 route to [" : "route to [") + to + "]" + (metric == 0 ? "" : " with metric " + metric)
                + " of namespace [" + namespace + "]" + inTable();
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteKey that
                && namespace.equals(that.namespace)
                && table == that.table
                && to.equals(that.to)
                && ipv6 == that.ipv6
                && metric == that.metric;
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, table, to, ipv6, metric);
    }
}
