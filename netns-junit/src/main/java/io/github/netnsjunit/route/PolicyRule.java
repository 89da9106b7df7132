package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.route.AddRule;
import io.github.netnsjunit.kernel.route.DeleteRule;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.kernel.route.RuleSelectors;
import io.github.netnsjunit.kernel.route.RuleSpec;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RuleFacts;
import io.github.netnsjunit.topology.rules.Known;
import java.net.Inet6Address;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule of policy routing: it says for some packets in which routing table the kernel looks for their route, or that it refuses them
 * (ip-rule(8)). If that table has no route for a packet, the kernel goes on with the next rule; its own last ones are those of the main
 * table, with the priority 32766, and of the table 253. With neither {@code from} nor {@code to}, the rule is for IPv4 and IPv6.
 *
 * @param namespace the namespace that has the rule
 * @param action whether packets are {@linkplain Action#LOOKUP looked up} in a table or refused
 * @param table the number of the table, 1 to 4294967295: {@link StaticRoute#table} adds routes to it; 0 if packets are refused
 * @param selectors which packets it is for: those for which all of this holds
 * @param priority the kernel tries the rule with the lowest first, and equal ones in the order in which they were added: 1 to 4294967295
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record PolicyRule(String namespace, Action action, long table, Selectors selectors, long priority)
        implements Provisioned {

    /** The priority of a rule that names none. Such rules come before those of the main table. */
    public static final int DEFAULT_PRIORITY = 10_000;

    private static final long HIGHEST = 0xFFFF_FFFFL;

    /** What a rule does with its packets. */
    public enum Action {
        /** The kernel looks for their route in a table. */
        LOOKUP(RouteType.UNICAST),
        /** They are dropped, and nobody is told. A sender in the same namespace gets {@code EINVAL}. */
        BLACKHOLE(RouteType.BLACKHOLE),
        /** They are dropped, and the sender is told that there is no route. */
        UNREACHABLE(RouteType.UNREACHABLE),
        /** They are dropped, and the sender is told that communication is prohibited. */
        PROHIBIT(RouteType.PROHIBIT);

        private final RouteType type;

        Action(RouteType type) {
            this.type = type;
        }
    }

    /**
     * Which packets a rule is for.
     *
     * @param from the network of the sender, or its address; {@code null} for all
     * @param to the network of the destination, or its address; {@code null} for all
     * @param iif the name of the interface by which they arrive, {@code lo} for those that the namespace itself sends; {@code null} for all
     * @param oif the name of the interface that the socket of the sender is bound to; {@code null} for all
     * @param mark the mark that the firewall or a socket gives them, 0 to 4294967295
     * @param mask the bits of the mark that are compared, 0 to 4294967295; 0 is for all packets
     * @param protocol their protocol
     * @param sourcePorts the ports of the sender; {@code null} for all
     * @param ports the ports of the destination; {@code null} for all
     */
    public record Selectors(
            @Nullable Parsed<IpNetwork> from,
            @Nullable Parsed<IpNetwork> to,
            @Nullable String iif,
            @Nullable String oif,
            long mark,
            long mask,
            RuleProtocol protocol,
            @Nullable Parsed<PortRange> sourcePorts,
            @Nullable Parsed<PortRange> ports) {

        /** All packets. */
        public static final Selectors ALL = new Selectors(null, null, null, null, 0, 0, RuleProtocol.ANY, null, null);

        public Selectors {
            requireNonNull(protocol, "protocol");
        }

        Selectors counterpart(Counterparts families) {
            return new Selectors(
                    from == null ? null : families.ofNetwork(from),
                    to == null ? null : families.ofNetwork(to),
                    iif,
                    oif,
                    mark,
                    mask,
                    protocol.counterpart(),
                    sourcePorts,
                    ports);
        }

        /** As {@code ip rule} writes it. */
        @Override
        public String toString() {
            return "from " + (from == null ? "all" : from)
                    + (to == null ? "" : " to " + to)
                    + (mask == 0 ? "" : " fwmark 0x" + Long.toHexString(mark))
                    + (mask == 0 || mask == HIGHEST ? "" : "/0x" + Long.toHexString(mask))
                    + (iif == null ? "" : " iif " + iif)
                    + (oif == null ? "" : " oif " + oif)
                    + (protocol == RuleProtocol.ANY ? "" : " ipproto " + protocol)
                    + (sourcePorts == null ? "" : " sport " + sourcePorts)
                    + (ports == null ? "" : " dport " + ports);
        }
    }

    public PolicyRule {
        requireNonNull(namespace, "namespace");
        requireNonNull(action, "action");
        requireNonNull(selectors, "selectors");
    }

    /** Two rules for the same packets with the same priority are the same rule. */
    private record RuleKey(String namespace, Selectors selectors, long priority) implements Key {

        @Override
        public String taken() {
            return "there is already a rule [" + selectors + "] with the priority " + priority + " in namespace ["
                    + namespace + "]";
        }

        @Override
        public String toString() {
            return "rule [" + selectors + "] with the priority " + priority + " of namespace [" + namespace + "]";
        }
    }

    /** Declares that the kernel looks in a table for the routes of all packets. The other methods say of which packets instead. */
    public static PolicyRule lookup(String namespace, long table) {
        return new PolicyRule(namespace, Action.LOOKUP, table, Selectors.ALL, DEFAULT_PRIORITY);
    }

    /** Declares that the kernel refuses all packets. The other methods say which packets instead. */
    public static PolicyRule of(String namespace, Action action) {
        return new PolicyRule(namespace, action, 0, Selectors.ALL, DEFAULT_PRIORITY);
    }

    private PolicyRule with(Selectors other) {
        return new PolicyRule(namespace, action, table, other, priority);
    }

    /** The same for packets from a network such as {@code 10.1.0.0/16}, or from an address. */
    public PolicyRule from(String network) {
        Selectors s = selectors;
        return with(new Selectors(
                network(network), s.to, s.iif, s.oif, s.mark, s.mask, s.protocol, s.sourcePorts, s.ports));
    }

    /** The same for packets to a network such as {@code 10.1.0.0/16}, or to an address. */
    public PolicyRule to(String network) {
        Selectors s = selectors;
        return with(new Selectors(
                s.from, network(network), s.iif, s.oif, s.mark, s.mask, s.protocol, s.sourcePorts, s.ports));
    }

    private static Parsed<IpNetwork> network(String text) {
        return Parsed.of(text, IpNetwork::parse);
    }

    /** The same for packets that arrive by an interface; {@code lo} means those that the namespace itself sends. */
    public PolicyRule iif(String interfaceName) {
        Selectors s = selectors;
        return with(
                new Selectors(s.from, s.to, interfaceName, s.oif, s.mark, s.mask, s.protocol, s.sourcePorts, s.ports));
    }

    /** The same for packets of sockets that are bound to an interface. */
    public PolicyRule oif(String interfaceName) {
        Selectors s = selectors;
        return with(
                new Selectors(s.from, s.to, s.iif, interfaceName, s.mark, s.mask, s.protocol, s.sourcePorts, s.ports));
    }

    /** The same for packets with a mark, 0 to 4294967295. */
    public PolicyRule mark(long value) {
        return mark(value, HIGHEST);
    }

    /** The same for packets whose mark has these bits where the mask has ones. */
    public PolicyRule mark(long value, long mask) {
        Selectors s = selectors;
        return with(new Selectors(s.from, s.to, s.iif, s.oif, value, mask, s.protocol, s.sourcePorts, s.ports));
    }

    /** The same for packets of a protocol. */
    public PolicyRule protocol(RuleProtocol protocol) {
        Selectors s = selectors;
        return with(new Selectors(s.from, s.to, s.iif, s.oif, s.mark, s.mask, protocol, s.sourcePorts, s.ports));
    }

    /** The same for packets from a port such as {@code 53}, or from a range such as {@code 8000-8099}. */
    public PolicyRule sourcePorts(String ports) {
        Selectors s = selectors;
        return with(new Selectors(s.from, s.to, s.iif, s.oif, s.mark, s.mask, s.protocol, range(ports), s.ports));
    }

    /** The same for packets to a port such as {@code 443}, or to a range such as {@code 8000-8099}. */
    public PolicyRule ports(String ports) {
        Selectors s = selectors;
        return with(new Selectors(s.from, s.to, s.iif, s.oif, s.mark, s.mask, s.protocol, s.sourcePorts, range(ports)));
    }

    private static Parsed<PortRange> range(String text) {
        return Parsed.of(text, PortRange::parse);
    }

    /** The same with another priority, 1 to 4294967295. */
    public PolicyRule priority(long value) {
        return new PolicyRule(namespace, action, table, selectors, value);
    }

    private RuleKey key() {
        return new RuleKey(namespace, selectors, priority);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(key());
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.POLICY_RULES);
    }

    @Override
    public void outline(Draft draft) {
        draft.rule(new RuleFacts(key(), text()));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("a rule of the host would outlive the test");
        }
        tell(selectors.from, "the sender [from]: ", mistake);
        tell(selectors.to, "the destination [to]: ", mistake);
        tell(selectors.sourcePorts, "[sourcePorts]: ", mistake);
        tell(selectors.ports, "[ports]: ", mistake);
        if (families().isEmpty()) {
            mistake.accept("the sender [" + selectors.from + "] (from) is not of the same family as the destination ["
                    + selectors.to + "] (to)");
        }
        checkRange("mark", selectors.mark, 0, mistake);
        checkRange("mask", selectors.mask, 0, mistake);
        checkRange("priority", priority, 1, mistake);
        if (selectors.mark >= 0 && (selectors.mark & ~selectors.mask) != 0) {
            mistake.accept("the mark [" + selectors.mark + "] has bits that the mask [" + selectors.mask
                    + "] does not compare, so that no packet has it");
        }
        if (action == Action.LOOKUP) {
            checkRange("table", table, 1, mistake);
        } else if (table != 0) {
            mistake.accept("packets are refused, [" + action + "] (action), and not looked up; leave out the table ["
                    + table + "]");
        }
        checkInterface("iif", selectors.iif, all, mistake);
        checkInterface("oif", selectors.oif, all, mistake);
    }

    private static void tell(@Nullable Parsed<?> text, String what, Consumer<String> mistake) {
        Optional.ofNullable(text).flatMap(Parsed::mistake).map(what::concat).ifPresent(mistake);
    }

    private static void checkRange(String what, long value, long lowest, Consumer<String> mistake) {
        if (value < lowest || value > HIGHEST) {
            mistake.accept("the " + what + " [" + value + "] is not between " + lowest + " and " + HIGHEST);
        }
    }

    private void checkInterface(String what, @Nullable String name, Outline all, Consumer<String> mistake) {
        Key.Link link = name == null ? null : new Key.Link(namespace, name);
        if (link != null
                && !link.isLoopback()
                && all.namespace(namespace).isPresent()
                && all.link(link).isEmpty()) {
            mistake.accept("the interface [" + what + "]: " + link.missing() + Known.interfaces(all, namespace));
        }
    }

    /** Whether it is for packets of IPv6, of IPv4, or both: as both networks say. None if they contradict each other. */
    private Set<Boolean> families() {
        Set<Boolean> named = Stream.of(Optional.ofNullable(selectors.from), Optional.ofNullable(selectors.to))
                .flatMap(Optional::stream)
                .flatMap(network -> network.value().stream())
                .map(network -> network.address() instanceof Inet6Address)
                .collect(Collectors.toSet());
        return switch (named.size()) {
            case 0 -> Set.of(false, true);
            case 1 -> named;
            default -> Set.of();
        };
    }

    /** A rule for both families stays as it is. */
    @Override
    public List<Part> in(Counterparts families) {
        return Stream.of(Optional.ofNullable(selectors.from), Optional.ofNullable(selectors.to))
                .flatMap(Optional::stream)
                .findFirst()
                .map(network ->
                        families.each(this, network.get().address(), () -> with(selectors.counterpart(families))))
                .orElse(List.of(this));
    }

    @Override
    public void provision(Outline all, Steps to) {
        for (boolean ipv6 : families()) {
            RuleSpec rule = new RuleSpec(ipv6, (int) priority, kernelSelectors(), action.type, (int) table);
            to.step(Phase.RULES, namespace)
                    .undo(handles -> () -> DeleteRule.of(rule, handles.list(namespace, RuleMessage.dump())))
                    .request(handles -> new AddRule(rule));
        }
    }

    private RuleSelectors kernelSelectors() {
        return new RuleSelectors(
                selectors.from == null ? null : selectors.from.get(),
                selectors.to == null ? null : selectors.to.get(),
                selectors.iif,
                selectors.oif,
                (int) selectors.mark,
                (int) selectors.mask,
                selectors.protocol.number(),
                ports(selectors.sourcePorts),
                ports(selectors.ports),
                null);
    }

    private static RuleSelectors.@Nullable Ports ports(@Nullable Parsed<PortRange> ports) {
        return ports == null
                ? null
                : new RuleSelectors.Ports(ports.get().first(), ports.get().last());
    }

    private String text() {
        return selectors + " "
                + (action == Action.LOOKUP ? "lookup " + table : action.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return "rule " + namespace + ": " + priority + ": " + text();
    }
}
