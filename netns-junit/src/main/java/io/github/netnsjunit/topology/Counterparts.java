package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a topology in other families; see {@link Topology#in}. An address and its counterpart belong to the same interface. Not
 * safe for use by several threads.
 */
public final class Counterparts {

    /** The IPv6 counterpart of an IPv4 address has these 96 bits before it. */
    private static final IpNetwork IPV6_ROOM = IpNetwork.parse("fd04::/96");

    /** The same for multicast groups: those of RFC 4291 that reach a whole site, and have no fixed meaning. */
    private static final IpNetwork IPV6_GROUPS = IpNetwork.parse("ff15::/96");

    /** The IPv4 counterpart of a multicast group has these 8 bits before its last 24 bits (RFC 2365). */
    private static final IpNetwork IPV4_GROUPS = IpNetwork.parse("239.0.0.0/8");

    /** IPv4 counterparts of IPv6 networks come from here: RFC 6598 keeps these addresses for networks within networks. */
    private static final IpNetwork IPV4_ROOM = IpNetwork.parse("100.64.0.0/10");

    /** How many bits number the hosts of the IPv4 counterpart of a large IPv6 network: 10, so there are 1,022 hosts. */
    private static final int HOST_BITS = 10;

    /** The number of the first host whose IPv6 address is neither among the first nor among the last ones of its network. */
    private static final int FIRST_BETWEEN = 1 << (HOST_BITS - 2);

    private final IpFamilies wanted;
    private final Outline outline;
    private final Map<InetAddress, InetAddress> declaredAddresses = new HashMap<>();
    private final Map<IpNetwork, IpNetwork> networks = new LinkedHashMap<>();
    private final Map<InetAddress, InetAddress> numbered = new HashMap<>();
    private int roomTaken;

    private Counterparts(IpFamilies wanted, Outline outline) {
        this.wanted = wanted;
        this.outline = outline;
        pair(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1/128"));
        pair(IpNetwork.parse("224.0.0.0/4"), IpNetwork.parse("ff00::/8"));
        pair(IpAddress.parse("127.0.0.1"), IpAddress.parse("::1"));
        outline.links().forEach(this::pair);
        outline.links().stream()
                .flatMap(link -> link.addresses().stream())
                .filter(address -> isIPv6(address.address()) && !isLinkLocal(address.address()))
                .map(LinkAddress::network)
                .forEach(network -> networks.computeIfAbsent(network, this::nextIPv4Network));
    }

    /** The parts of a topology in other families. */
    static List<Part> of(Topology topology, IpFamilies wanted) {
        Counterparts counterparts = new Counterparts(wanted, topology.outline());
        counterparts.pairWhatRecipesChoose(topology);
        List<TopologyException.Mistake> mistakes = new ArrayList<>();
        List<Part> parts = counterparts.replace(
                topology, (part, why) -> mistakes.add(new TopologyException.Mistake(part, why + ", for " + wanted)));
        if (!mistakes.isEmpty()) {
            throw new TopologyException(mistakes);
        }
        return parts;
    }

    /** Recipes choose addresses, by other rules for each family: what one interface gets in both belongs together. */
    private void pairWhatRecipesChoose(Topology topology) {
        Counterparts both = new Counterparts(IpFamilies.DUAL, outline);
        Topology.unchecked(both.replace(topology, (part, why) -> {})) // the mistakes are told for what is wanted
                .outline()
                .links()
                .forEach(this::pair);
    }

    private List<Part> replace(Topology topology, BiConsumer<Part, String> mistake) {
        Map<Key, Part> declared = new HashMap<>();
        topology.declared().forEach(part -> part.declares().forEach(key -> declared.put(key, part)));
        List<Part> parts = new ArrayList<>();
        for (Part part : topology.declared()) {
            try {
                part.in(this).stream()
                        .filter(other -> other.declares().stream()
                                .allMatch(
                                        key -> declared.getOrDefault(key, part).equals(part)))
                        .forEach(parts::add);
            } catch (IllegalArgumentException none) {
                mistake.accept(part, String.valueOf(none.getMessage()));
            }
        }
        return parts;
    }

    /** What an interface has in both families is each other's counterpart, the first of one the first of the other and so on. */
    private void pair(LinkFacts link) {
        List<LinkAddress> ipv4 = only(link.addresses(), address -> !isIPv6(address.address()));
        List<LinkAddress> ipv6 =
                only(link.addresses(), address -> isIPv6(address.address()) && !isLinkLocal(address.address()));
        for (int i = 0; i < Math.min(ipv4.size(), ipv6.size()); i++) {
            pair(ipv4.get(i).address(), ipv6.get(i).address());
            pair(ipv4.get(i).network(), ipv6.get(i).network());
        }
    }

    private void pair(InetAddress ipv4, InetAddress ipv6) {
        declaredAddresses.put(ipv4, ipv6);
        declaredAddresses.put(ipv6, ipv4);
    }

    private void pair(IpNetwork ipv4, IpNetwork ipv6) {
        networks.put(ipv4, ipv6);
        networks.put(ipv6, ipv4);
    }

    private static <T> List<T> only(Collection<T> all, Predicate<T> which) {
        return all.stream().filter(which).toList();
    }

    private static boolean isIPv6(InetAddress address) {
        return !(address instanceof Inet4Address);
    }

    private static boolean isLinkLocal(InetAddress address) {
        return isIPv6(address) && address.isLinkLocalAddress();
    }

    private IpNetwork nextIPv4Network(IpNetwork ipv6) {
        int bits = Math.min(128 - ipv6.prefixLength(), HOST_BITS);
        while (true) {
            IpNetwork next = IpNetwork.of(
                    plus(IPV4_ROOM.address(), BigInteger.valueOf((long) roomTaken++ << HOST_BITS)), 32 - bits);
            if (!IPV4_ROOM.contains(next.address())) {
                throw new IllegalArgumentException("there are more IPv6 networks than IPv4 counterparts");
            }
            if (outline.links().stream()
                    .flatMap(link -> link.addresses().stream())
                    .map(LinkAddress::network)
                    .noneMatch(next::overlaps)) {
                return next;
            }
        }
    }

    /** Which families are wanted. */
    public IpFamilies wanted() {
        return wanted;
    }

    /** What the topology says as it is declared. */
    public Outline declared() {
        return outline;
    }

    /**
     * A part that concerns one family, in the wanted ones: itself, its counterpart, or both. A link-local address has no counterpart.
     *
     * @param address an address or a network of the part
     * @param counterpart makes the part for the other family
     */
    public <P extends Part> List<Part> each(P part, InetAddress address, Supplier<P> counterpart) {
        List<Part> parts = new ArrayList<>();
        boolean wantedItself = wanted.contain(address);
        if (wantedItself) {
            parts.add(part);
        }
        if (!isLinkLocal(address) && (wanted == IpFamilies.DUAL || !wantedItself)) {
            parts.add(counterpart.get());
        }
        return parts;
    }

    /** The only address that a part can have for something: itself if its family is wanted, else its counterpart. */
    public Parsed<InetAddress> onlyAddress(Parsed<InetAddress> address) {
        return wanted.contain(address.get()) ? address : parsed(of(address.get()));
    }

    /** An address and a port, such as {@code 10.0.0.1:80}; as {@link #onlyAddress}. A port of 0 is left out. */
    public Parsed<InetSocketAddress> onlySocketAddress(
            Parsed<InetSocketAddress> declared, Function<String, InetSocketAddress> parser) {
        InetSocketAddress address = declared.get();
        return wanted.contain(address.getAddress())
                ? declared
                : Parsed.of(text(of(address.getAddress()), address.getPort()), parser);
    }

    /** An address and a port as a text that can be read again; the address alone if the port is 0. */
    public static String text(InetAddress address, int port) {
        String host = IpAddress.text(address);
        return port == 0 ? host : (isIPv6(address) ? "[" + host + "]" : host) + ":" + port;
    }

    /** Addresses without prefixes that a part has for one thing; as {@link #ofAddresses}. */
    public List<Parsed<InetAddress>> ofHosts(List<Parsed<InetAddress>> declared) {
        return ofAll(declared, address -> address, address -> parsed(of(address)));
    }

    private static Parsed<InetAddress> parsed(InetAddress address) {
        return Parsed.of(IpAddress.text(address), IpAddress::parse);
    }

    /** The counterpart of one network, as a text and its value. */
    public Parsed<IpNetwork> ofNetwork(Parsed<IpNetwork> declared) {
        return Parsed.of(text(of(declared.get())), IpNetwork::parse);
    }

    /** The addresses of one interface: those of the wanted families, and counterparts for a family of which it has none. */
    public List<Parsed<LinkAddress>> ofAddresses(List<Parsed<LinkAddress>> declared) {
        return ofAll(
                declared,
                LinkAddress::address,
                address -> Parsed.of(
                        new LinkAddress(
                                        of(address.address()),
                                        of(address.network()).prefixLength())
                                .lasting(address.lifetime())
                                .toString(),
                        LinkAddress::parse));
    }

    /** The subnets of one link; as {@link #ofAddresses}. */
    public List<Parsed<IpNetwork>> ofNetworks(List<Parsed<IpNetwork>> declared) {
        return ofAll(declared, IpNetwork::address, network -> Parsed.of(text(of(network)), IpNetwork::parse));
    }

    /**
     * What a part says for one thing: that of the wanted families and that without an address, and counterparts for a family of which it
     * says nothing.
     *
     * @param address the address or the network of what is said; {@code null} if it has none
     */
    public <T> List<Parsed<T>> ofAll(
            List<Parsed<T>> declared, Function<T, @Nullable InetAddress> address, Function<T, Parsed<T>> counterpart) {
        List<Parsed<T>> counted = only(declared, each -> {
            InetAddress found = address.apply(each.get());
            return found != null && !isLinkLocal(found);
        });
        List<InetAddress> said = counted.stream()
                .flatMap(each -> Stream.ofNullable(address.apply(each.get())))
                .toList();
        boolean another = said.stream().map(Counterparts::isIPv6).distinct().count() == 1
                && (wanted == IpFamilies.DUAL || !wanted.contain(said.get(0)));
        return Stream.concat(
                        declared.stream().filter(each -> {
                            InetAddress found = address.apply(each.get());
                            return found == null || wanted.contain(found);
                        }),
                        (another ? counted : List.<Parsed<T>>of()).stream().map(each -> counterpart.apply(each.get())))
                .toList();
    }

    /**
     * The counterpart of a network.
     *
     * @throws IllegalArgumentException if an IPv6 network has none
     */
    public IpNetwork of(IpNetwork network) {
        if (network.isDefault()) {
            return IpNetwork.parse(isIPv6(network.address()) ? "0.0.0.0/0" : "::/0");
        }
        IpNetwork known = networks.get(network);
        if (known != null) {
            return known;
        }
        if (!isIPv6(network.address())) {
            return new IpNetwork(of(network.address()), IPV6_ROOM.prefixLength() + network.prefixLength());
        }
        int bits = 128 - network.prefixLength();
        if (bits <= 32 && isWhollyAmongTheFirst(network, bits)) {
            return new IpNetwork(of(network.address()), 32 - bits);
        }
        throw new IllegalArgumentException(
                "no counterpart of [" + network + "] can be derived: no interface has this subnet");
    }

    /** Whether a network, in that of an interface, has only addresses that keep their numbers there. One address always has a counterpart. */
    private boolean isWhollyAmongTheFirst(IpNetwork network, int bits) {
        return network.isOneAddress()
                || networks.keySet().stream()
                        .filter(each -> each.contains(network.address()))
                        .anyMatch(each -> number(network.address())
                                        .subtract(number(each.address()))
                                        .add(BigInteger.ONE.shiftLeft(bits))
                                        .compareTo(BigInteger.valueOf(FIRST_BETWEEN))
                                <= 0);
    }

    /** A network as a text that can be read again. */
    public static String text(IpNetwork network) {
        return IpAddress.text(network.address()) + "/" + network.prefixLength();
    }

    /**
     * The counterpart of an address.
     *
     * @throws IllegalArgumentException if an IPv6 address has none
     */
    public InetAddress of(InetAddress address) {
        InetAddress declared = declaredAddresses.get(address);
        if (declared != null) {
            return declared;
        }
        if (address.isMulticastAddress()) {
            return isIPv6(address)
                    ? plus(IPV4_GROUPS.address(), number(address).mod(BigInteger.ONE.shiftLeft(24)))
                    : plus(IPV6_GROUPS.address(), number(address));
        }
        return isIPv6(address)
                ? numbered.computeIfAbsent(address, this::ipv4Of)
                : plus(IPV6_ROOM.address(), number(address));
    }

    private InetAddress ipv4Of(InetAddress ipv6) {
        Map.Entry<IpNetwork, IpNetwork> entry = networks.entrySet().stream()
                .filter(each -> each.getKey().contains(ipv6))
                .reduce((one, other) ->
                        one.getKey().prefixLength() >= other.getKey().prefixLength() ? one : other)
                .orElseThrow(() -> new IllegalArgumentException("no counterpart of [" + IpAddress.text(ipv6)
                        + "] can be derived: it is in no subnet of an interface"));
        int ipv6Bits = 128 - entry.getKey().prefixLength();
        int ipv4Bits = 32 - entry.getValue().prefixLength();
        BigInteger host = number(ipv6).subtract(number(entry.getKey().address()));
        BigInteger fromLast = BigInteger.ONE.shiftLeft(ipv6Bits).subtract(host); // of the last address: 1
        if (ipv6Bits > ipv4Bits && host.compareTo(BigInteger.valueOf(FIRST_BETWEEN)) >= 0) {
            // IPv4 has no use for its last address, the broadcast address
            host = fromLast.compareTo(BigInteger.valueOf(FIRST_BETWEEN)) < 0
                    ? BigInteger.ONE.shiftLeft(ipv4Bits).subtract(fromLast).subtract(BigInteger.ONE)
                    : BigInteger.valueOf(FIRST_BETWEEN + (long) numbered.size());
        }
        return plus(entry.getValue().address(), host);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static InetAddress plus(InetAddress address, BigInteger more) {
        byte[] bytes = address.getAddress();
        byte[] sum = number(address).add(more).toByteArray(); // may be shorter, or have a zero for the sign in front
        int copied = Math.min(sum.length, bytes.length);
        System.arraycopy(sum, sum.length - copied, bytes, bytes.length - copied, copied);
        return IpAddress.of(bytes);
    }
}
