package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.segment.Joints;
import io.github.netnsjunit.topology.segment.Peers;
import io.github.netnsjunit.topology.segment.Tunnels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The facts that the parts of a topology have told, for the {@link Outline}. Of two facts about one thing the first is kept. */
final class Gathered {

    final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    final Map<Key.Link, LinkFacts> links = new LinkedHashMap<>();
    final Map<String, List<LinkFacts>> linksByNamespace = new HashMap<>();
    final Set<Key.Link> withoutConnectedRoutes = new HashSet<>();
    final Map<Key.Link, LinkQueues> queues = new HashMap<>();
    final Map<Key.Link, SwitchFacts> bridges = new LinkedHashMap<>();
    final Map<Key.Link, MasterRole> masters = new LinkedHashMap<>();
    final Map<Key.Link, PortOf> ports = new LinkedHashMap<>();
    final Map<Key.Link, Key.Link> below = new LinkedHashMap<>();
    final List<TunnelFacts> tunnels = new ArrayList<>();
    final Set<Key.Link> tunnelLinks = new HashSet<>();
    final Map<Key.Link, Set<Key.Link>> peers = new LinkedHashMap<>();
    final List<CableFacts> cables = new ArrayList<>();
    final Map<Forwarding, Boolean> forwarding = new HashMap<>();
    final List<NatFacts> nats = new ArrayList<>();
    final Map<String, List<String>> remarks = new HashMap<>();
    final Map<Key.Link, String> linkRemarks = new HashMap<>();
    final Map<Key, RouteFacts> routes = new LinkedHashMap<>();
    final Map<Key, RuleFacts> rules = new LinkedHashMap<>();
    final Map<Key.Link, Long> routingTables = new HashMap<>();
    final List<NameServerFacts> nameServers = new ArrayList<>();
    private final Joints joints = new Joints();

    record Forwarding(String namespace, boolean ipv6) {}

    /** A port as its part declared it. */
    record PortOf(Key.Link port, Key.Link bridge, PortOptions options, Part part) {}

    /**
     * Takes the facts of one part.
     *
     * @param mistakes takes each text that could not be read, with its part
     */
    Draft of(Part part, BiConsumer<Part, String> mistakes) {
        return new Gathering(part, mistakes);
    }

    /** Says between which places frames pass, when all parts have told their facts. */
    Joints joined(Outline all) {
        // How a port is joined to its switch depends on the switch, and the switch may come later than the port.
        bridges.forEach(
                (bridge, facts) -> joints.bridge(bridge, facts, all.part(bridge).orElse(null)));
        masters.forEach((master, role) -> {
            if (role == MasterRole.BUNDLE) {
                joints.bundle(master, master, all.part(master).orElse(null));
            }
        });
        for (PortOf each : ports.values()) {
            SwitchFacts facts = bridges.get(each.bridge());
            if (masters.get(each.bridge()) == MasterRole.BUNDLE) {
                joints.bundle(each.port(), each.bridge(), each.part());
            }
            if (facts != null) {
                joints.port(each.port(), each.bridge(), facts, each.options().vlans(), each.part());
            }
        }
        Tunnels.join(tunnels, all, joints);
        Peers.join(peers, all, joints);
        return joints;
    }

    private final class Gathering implements Draft {

        private final Part part;
        private final BiConsumer<Part, String> mistakes;

        Gathering(Part part, BiConsumer<Part, String> mistakes) {
            this.part = part;
            this.mistakes = mistakes;
        }

        @Override
        public void namespace(Namespace namespace) {
            namespaces.putIfAbsent(namespace.name(), namespace);
        }

        @Override
        public void link(LinkFacts facts) {
            if (links.putIfAbsent(facts.key(), facts) == null) {
                linksByNamespace
                        .computeIfAbsent(facts.key().namespace(), namespace -> new ArrayList<>())
                        .add(facts);
            }
        }

        @Override
        public void withoutConnectedRoutes(Key.Link link) {
            withoutConnectedRoutes.add(link);
        }

        @Override
        public void queues(Key.Link link, LinkQueues number) {
            queues.putIfAbsent(link, number);
        }

        @Override
        public void bridge(Key.Link bridge, SwitchFacts facts) {
            bridges.putIfAbsent(bridge, facts);
        }

        @Override
        public void master(Key.Link master, MasterRole role) {
            masters.putIfAbsent(master, role);
        }

        @Override
        public void port(Key.Link port, Key.Link bridge, PortOptions options) {
            ports.putIfAbsent(port, new PortOf(port, bridge, options, part));
        }

        @Override
        public void cable(Key.Link one, Key.Link other) {
            cables.add(new CableFacts(one, other));
            joints.cable(one, other, part);
        }

        @Override
        public void tagged(Key.Link upper, Key.Link lower, int vlan) {
            below.putIfAbsent(upper, lower);
            joints.tagged(upper, lower, vlan, part);
        }

        @Override
        public void forwarding(String namespace, boolean ipv6, boolean on) {
            forwarding.putIfAbsent(new Forwarding(namespace, ipv6), on);
        }

        @Override
        public void over(Key.Link upper, Key.Link lower) {
            unheardOver(upper, lower);
            joints.cable(upper, lower, part);
        }

        @Override
        public void unheardOver(Key.Link upper, Key.Link lower) {
            below.putIfAbsent(upper, lower);
        }

        @Override
        public void tunnel(TunnelFacts facts) {
            tunnels.add(facts);
            tunnelLinks.add(facts.link());
        }

        @Override
        public void routingTable(Key.Link master, long number) {
            routingTables.putIfAbsent(master, number);
        }

        @Override
        public void nat(NatFacts facts) {
            nats.add(facts);
        }

        @Override
        public void remark(String namespace, String text) {
            remarks.computeIfAbsent(namespace, none -> new ArrayList<>()).add(text);
        }

        @Override
        public void remark(Key.Link link, String text) {
            linkRemarks.putIfAbsent(link, text);
        }

        @Override
        public void peer(Key.Link from, Key.Link to) {
            peers.computeIfAbsent(from, none -> new LinkedHashSet<>()).add(to);
        }

        @Override
        public void nameServer(NameServerFacts facts) {
            nameServers.add(facts);
        }

        @Override
        public void route(RouteFacts facts) {
            routes.putIfAbsent(facts.key(), facts);
        }

        @Override
        public void rule(RuleFacts facts) {
            rules.putIfAbsent(facts.key(), facts);
        }

        @Override
        public <T> @Nullable T read(@Nullable Parsed<T> text, String what) {
            if (text == null) {
                return null;
            }
            text.mistake().ifPresent(mistake -> mistakes.accept(part, what + mistake));
            return text.value().orElse(null);
        }
    }
}
