package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The immutable description of a lab's network. It is always complete and checked: {@link Builder#build()} reports every mistake,
 * before any system call. Safe to share between threads, and for any number of labs. Two are equal if their parts are.
 *
 * <p>No address is given twice within one namespace, or on one segment: that is, among the veth ends and bridges that veth pairs and
 * bridges join. On segments that are apart it may be, as in labs with NAT, where two sites have the same private addresses; and a
 * link-local address may stand on several links of one namespace. The networks of two interfaces of a namespace do not overlap.
 */
public final class Topology {

    private final List<Namespace> namespaces;
    private final List<VethLink> vethPairs;
    private final List<BridgeLink> bridges;
    private final List<StaticRoute> routes;
    private final List<SysctlSetting> sysctls;

    private Topology(Builder builder) {
        namespaces = List.copyOf(builder.namespaces);
        vethPairs = List.copyOf(builder.vethPairs);
        bridges = List.copyOf(builder.bridges);
        routes = List.copyOf(builder.routes);
        sysctls = List.copyOf(builder.sysctls);
    }

    /** Begins a description. */
    public static Builder builder() {
        return new Builder();
    }

    /** The namespaces, in the order they were added. */
    public List<Namespace> namespaces() {
        return namespaces;
    }

    /** The veth pairs, in the order they were added. */
    public List<VethLink> vethPairs() {
        return vethPairs;
    }

    /** The bridges, in the order they were added. */
    public List<BridgeLink> bridges() {
        return bridges;
    }

    /** The routes, in the order in which they were added. They are set in it too, but those without a gateway first. */
    public List<StaticRoute> routes() {
        return routes;
    }

    /** The kernel parameters, in the order in which they were added and are set. */
    public List<SysctlSetting> sysctls() {
        return sysctls;
    }

    private List<List<?>> parts() {
        return List.of(namespaces, vethPairs, bridges, routes, sysctls);
    }

    /** Whether the other has equal parts in the same orders. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Topology topology && parts().equals(topology.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** The parts in words, one after the other. */
    @Override
    public String toString() {
        return parts().stream()
                .flatMap(List::stream)
                .map(Object::toString)
                .collect(Collectors.joining(", ", "Topology[", "]"));
    }

    /** Collects the parts of a topology, in any order. Not safe for use by several threads at once. */
    public static final class Builder {

        private final List<Namespace> namespaces = new ArrayList<>();
        private final List<VethLink> vethPairs = new ArrayList<>();
        private final List<BridgeLink> bridges = new ArrayList<>();
        private final List<StaticRoute> routes = new ArrayList<>();
        private final List<SysctlSetting> sysctls = new ArrayList<>();

        private Builder() {}

        /** Adds a fresh namespace with {@code lo} up. */
        public Builder namespace(String name) {
            return namespace(Namespace.of(name));
        }

        /** Adds a namespace. */
        public Builder namespace(Namespace namespace) {
            namespaces.add(requireNonNull(namespace, "namespace"));
            return this;
        }

        /** Names the namespace that this Java process runs in, so that ends of veth pairs can be added to it. */
        public Builder hostNamespace(String name) {
            return namespace(Namespace.host(name));
        }

        /** Adds a veth pair. */
        public Builder vethPair(End left, End right) {
            return vethPair(new VethLink(left, right));
        }

        /** Adds a veth pair. */
        public Builder vethPair(VethLink pair) {
            vethPairs.add(requireNonNull(pair, "pair"));
            return this;
        }

        /** Adds a bridge without spanning tree protocol. */
        public Builder bridge(String namespace, String name, String... addresses) {
            return bridge(BridgeLink.of(namespace, name, addresses));
        }

        /** Adds a bridge. */
        public Builder bridge(BridgeLink bridge) {
            bridges.add(requireNonNull(bridge, "bridge"));
            return this;
        }

        /** Adds a default route through a gateway, given by its address. */
        public Builder defaultRoute(String namespace, String via) {
            return route(StaticRoute.defaultVia(namespace, via));
        }

        /** Adds a route to a network such as {@code 10.1.0.0/16}, to an address, or to {@code default}, through a gateway. */
        public Builder route(String namespace, String to, String via) {
            return route(StaticRoute.of(namespace, to, via));
        }

        /** Adds a route. */
        public Builder route(StaticRoute route) {
            routes.add(requireNonNull(route, "route"));
            return this;
        }

        /** Sets a kernel parameter of a namespace, such as {@code net.ipv4.ip_forward}. */
        public Builder sysctl(String namespace, String name, String value) {
            return sysctl(new SysctlSetting(namespace, name, value));
        }

        /** Sets a kernel parameter of a namespace. */
        public Builder sysctl(SysctlSetting setting) {
            sysctls.add(requireNonNull(setting, "setting"));
            return this;
        }

        /**
         * Checks everything and makes the topology.
         *
         * @throws TopologyException if there are mistakes, with all of them at once
         */
        public Topology build() {
            Topology topology = new Topology(this);
            List<TopologyException.Mistake> mistakes = new TopologyCheck(topology).mistakes();
            if (!mistakes.isEmpty()) {
                throw new TopologyException(mistakes, Object::toString);
            }
            return topology;
        }
    }
}
