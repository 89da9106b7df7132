package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.NatFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Network address translation: what is sent through a router's outside interface gets the address that the router has there, and a port of
 * its own. TCP, UDP and ICMP are translated. Others get no routes to what is behind it.
 *
 * <p>Nobody outside reaches a TCP or UDP port of the router itself, unless the router has sent from that port: such a packet is dropped. See
 * {@link PortForward}.
 *
 * @param router the namespace that translates
 * @param outside a LAN, or else another namespace or an interface of the router: the interface that leads there is the outside one
 * @param mapping on what the outside port of a host depends
 * @param filtering on what it depends on who may send to a host
 * @param hairpinning whether hosts behind it reach each other by their outside addresses
 * @param ports which outside ports it gives
 * @param addresses the outside addresses that it gives; none for the first one of the outside interface
 * @param pairedPooling of several addresses: whether a host always has the same one, or any one for each mapping
 * @param ipv6 whether it translates IPv6 too (NAT66); otherwise it routes IPv6
 * @param udpTimeout after what time without a packet it forgets a mapping of UDP, in whole seconds; {@code null} for Linux's own: 120 s, or
 *     30 s if there was no answer. The kernel has one time for all NATs of a router: those that say one say the same
 * @param tcpTimeout the same for TCP; {@code null} for Linux's own
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record Nat(
        String router,
        String outside,
        NatBehavior mapping,
        NatBehavior filtering,
        boolean hairpinning,
        NatPorts ports,
        List<Parsed<InetAddress>> addresses,
        boolean pairedPooling,
        boolean ipv6,
        @Nullable Duration udpTimeout,
        @Nullable Duration tcpTimeout)
        implements Provisioned {

    public Nat {
        requireNonNull(router, "router");
        requireNonNull(outside, "outside");
        requireNonNull(mapping, "mapping");
        requireNonNull(filtering, "filtering");
        requireNonNull(ports, "ports");
        addresses = List.copyOf(addresses);
    }

    /** Identifies a NAT: a router has at most one at each outside. */
    private record NatKey(String namespace, String outside) implements Key {

        @Override
        public String taken() {
            return "there is already a NAT of [" + namespace + "] towards [" + outside + "]";
        }

        @Override
        public String toString() {
            return "NAT of [" + namespace + "] towards [" + outside + "]";
        }
    }

    /** Declares a NAT of a common kind. */
    public static Nat of(String router, String outside, NatKind kind) {
        return new Nat(
                router,
                outside,
                kind.mapping(),
                kind.filtering(),
                false,
                kind.ports(),
                List.of(),
                true,
                false,
                null,
                null);
    }

    /** The same with the mapping, the filter and the ports of a kind. A range of ports that was said remains, and so does all else. */
    public Nat kind(NatKind kind) {
        NatPorts some = kind.ports();
        NatPorts inRange = new NatPorts(some.preserved(), some.overloaded(), ports.range(), some.block());
        return with(kind.mapping(), kind.filtering(), hairpinning, inRange);
    }

    /** The same with another mapping. One that depends on the other side's port never preserves ports. */
    public Nat mapping(NatBehavior behavior) {
        return with(behavior, filtering, hairpinning, ports);
    }

    /** The same with another filter. */
    public Nat filtering(NatBehavior behavior) {
        return with(mapping, behavior, hairpinning, ports);
    }

    /** The same, with hosts behind it that reach each other by their outside addresses, or not. */
    public Nat hairpinning(boolean yes) {
        return with(mapping, filtering, yes, ports);
    }

    /** The same, with hosts that keep the ports from which they send, where these are free, or that get random ones. */
    public Nat portPreservation(boolean yes) {
        return with(mapping, filtering, hairpinning, ports.preserved(yes));
    }

    /** The same, with hosts that may have the same outside port for different destinations, as Linux does by itself, or may not. */
    public Nat portOverloading(boolean yes) {
        return with(mapping, filtering, hairpinning, ports.overloaded(yes));
    }

    /** The same with outside ports of a range such as {@code 20000-29999}. */
    public Nat ports(String range) {
        return with(mapping, filtering, hairpinning, ports.range(requireNonNull(range, "range")));
    }

    /**
     * The same with so many outside ports for each host, those of the first one first. A host whose ports are all in use for a destination
     * sends nothing more there. Addresses behind the NAT that the topology does not know share the last block.
     */
    public Nat portBlock(int size) {
        return with(mapping, filtering, hairpinning, ports.block(size));
    }

    /** The same with these outside addresses. The outside interface gets those that it does not have. */
    public Nat addresses(String... some) {
        return new Nat(
                router,
                outside,
                mapping,
                filtering,
                hairpinning,
                ports,
                Arrays.stream(some)
                        .map(each -> Parsed.of(each, IpAddress::parse))
                        .toList(),
                pairedPooling,
                ipv6,
                udpTimeout,
                tcpTimeout);
    }

    /** The same, with any of its addresses for each mapping instead of always the same one for a host. */
    public Nat arbitraryPooling() {
        return new Nat(
                router,
                outside,
                mapping,
                filtering,
                hairpinning,
                ports,
                addresses,
                false,
                ipv6,
                udpTimeout,
                tcpTimeout);
    }

    /** The same, and it translates IPv6 in the same way (NAT66). */
    public Nat ipv6(boolean yes) {
        return new Nat(
                router,
                outside,
                mapping,
                filtering,
                hairpinning,
                ports,
                addresses,
                pairedPooling,
                yes,
                udpTimeout,
                tcpTimeout);
    }

    /** The same with another time after which it forgets a mapping of UDP: whole seconds, at least one. */
    public Nat udpTimeout(Duration timeout) {
        return timeouts(requireNonNull(timeout, "timeout"), tcpTimeout);
    }

    /** The same with another time after which it forgets a mapping of TCP: whole seconds, at least one. */
    public Nat tcpTimeout(Duration timeout) {
        return timeouts(udpTimeout, requireNonNull(timeout, "timeout"));
    }

    private Nat timeouts(@Nullable Duration udp, @Nullable Duration tcp) {
        return new Nat(
                router, outside, mapping, filtering, hairpinning, ports, addresses, pairedPooling, ipv6, udp, tcp);
    }

    private Nat with(NatBehavior newMapping, NatBehavior newFiltering, boolean newHairpinning, NatPorts newPorts) {
        return new Nat(
                router,
                outside,
                newMapping,
                newFiltering,
                newHairpinning,
                newPorts,
                addresses,
                pairedPooling,
                ipv6,
                udpTimeout,
                tcpTimeout);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new NatKey(router, outside));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.NFT_NAT);
    }

    @Override
    public void outline(Draft draft) {
        List<InetAddress> said = draft.readAll(addresses, "one of its addresses [addresses]: ");
        draft.nat(new NatFacts(router, outside, true, ipv6, true, said));
        draft.remark(router, "NAT to " + outside + ": " + kind());
        if (ports.range() != null) {
            draft.read(ports.range(), "its ports [ports]: ");
        }
    }

    /** Its kind in a few words, or else its mapping and its filter. */
    private String kind() {
        return Arrays.stream(NatKind.values())
                .filter(each -> each.mapping() == mapping
                        && each.filtering() == filtering
                        && ports.block() > 0 == each.ports().block() > 0)
                .map(NatKind::name)
                .findFirst()
                .orElse("mapping " + mapping + ", filter " + filtering)
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    /** Its outside interface. */
    Optional<LinkFacts> outsideLink(Outline all) {
        return Outside.find(router, outside, all);
    }

    /** Whether it says that this is one of its outside addresses. */
    private boolean says(InetAddress address) {
        return addresses.stream().flatMap(each -> each.value().stream()).anyMatch(address::equals);
    }

    /** The outside addresses of a family that it gives. */
    List<InetAddress> outsideAddresses(Outline all, boolean six) {
        List<InetAddress> said = addresses.stream()
                .flatMap(each -> each.value().stream())
                .filter(each -> each instanceof Inet6Address == six)
                .toList();
        return said.isEmpty()
                ? outsideLink(all).stream()
                        .flatMap(link -> link.addresses().stream())
                        .map(LinkAddress::address)
                        .filter(each -> each instanceof Inet6Address == six && !each.isLinkLocalAddress())
                        .limit(1)
                        .toList()
                : said;
    }

    @Override
    public String missing(Key key) {
        return key.missing() + " (router)";
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        Outside.check(router, outside, all, mistake);
        Optional<LinkFacts> link = outsideLink(all);
        boolean four = !outsideAddresses(all, false).isEmpty();
        boolean six = !outsideAddresses(all, true).isEmpty();
        if (link.isPresent() && !(ipv6 ? four || six : four)) {
            mistake.accept("its outside interface [" + link.get().key().name() + "] has no "
                    + (ipv6 ? "address" : "IPv4 address, and it is not to translate IPv6 [ipv6]"));
        }
        checkPorts(mistake);
        for (NatTimeouts each : NatTimeouts.values()) {
            each.check(this, all, mistake);
        }
        link.ifPresent(there -> Outside.checkUnique(router, there, this::says, "addresses", all, mistake));
    }

    private void checkPorts(Consumer<String> mistake) {
        int most = ports.wanted().size();
        if (ports.block() < 0 || ports.block() > most) {
            mistake.accept("a block of [" + ports.block() + "] ports (portBlock) is not between 1 and " + most
                    + ", and 0 is for none");
        }
        if ((ports.overloaded() || ports.block() > 0) && !isPlain()) {
            mistake.accept((ports.block() > 0 ? "blocks of ports (portBlock)" : "ports for several hosts (overloading)")
                    + " go with a mapping [mapping] that is ENDPOINT_INDEPENDENT, a filter [filtering] that is "
                    + "ADDRESS_AND_PORT_DEPENDENT, and no hairpinning");
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        return NatFamilies.of(this, families).stream().map(Part.class::cast).toList();
    }

    /** Whether what the kernel does by itself is enough: it maps by its own memory, and filters by connections. */
    boolean isPlain() {
        return mapping == NatBehavior.ENDPOINT_INDEPENDENT
                && filtering == NatBehavior.ADDRESS_AND_PORT_DEPENDENT
                && !hairpinning;
    }

    @Override
    public void provision(Outline all, Steps to) {
        for (NatTimeouts each : NatTimeouts.values()) {
            each.provision(this, to);
        }
        LinkFacts link = Outside.link(router, outside, all);
        for (boolean six : ipv6 ? new boolean[] {false, true} : new boolean[] {false}) {
            List<InetAddress> given = outsideAddresses(all, six);
            given.stream()
                    .filter(address -> link.addresses().stream()
                            .noneMatch(own -> own.address().equals(address)))
                    .forEach(address -> to.address(link.key(), address));
            if (!given.isEmpty()) {
                NatRules rules = new NatRules(this, link.key().name(), six, given, Subscribers.of(this, all, six));
                to.table(router, rules.table(), rules.batch());
            }
        }
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of("nat", router, "towards", outside));
        words.add("mapping " + mapping);
        words.add("filtering " + filtering);
        if (hairpinning) {
            words.add("hairpinning");
        }
        if (ports.preserved()) {
            words.add("preserving ports");
        }
        if (ports.overloaded()) {
            words.add("overloading ports");
        }
        if (ports.range() != null) {
            words.add("ports " + ports.range());
        }
        if (ports.block() > 0) {
            words.add("blocks of " + ports.block());
        }
        if (!addresses.isEmpty()) {
            words.add("addresses " + addresses + (pairedPooling ? "" : " arbitrarily"));
        }
        if (ipv6) {
            words.add("ipv6");
        }
        if (udpTimeout != null) {
            words.add("udp " + udpTimeout.toSeconds() + " s");
        }
        if (tcpTimeout != null) {
            words.add("tcp " + tcpTimeout.toSeconds() + " s");
        }
        return String.join(" ", words);
    }
}
