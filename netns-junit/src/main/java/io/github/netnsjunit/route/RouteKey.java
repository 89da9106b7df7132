package io.github.netnsjunit.route;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.RouteFacts;

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
}
