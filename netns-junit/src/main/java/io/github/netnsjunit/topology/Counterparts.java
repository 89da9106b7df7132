package io.github.netnsjunit.topology;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The addresses of a topology in other families; see {@link Topology#in}. An address and its counterpart belong to the same interface. Not
 * safe for use by several threads.
 */
public final class Counterparts {

    /** The IPv6 counterpart of an IPv4 address has these 96 bits before it. */
    private static final IpNetwork IPV6_ROOM = IpNetwork.parse("fd04::/96");

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
        Map<Key, Part> declared = new HashMap<>();
        topology.declared().forEach(part -> part.declares().forEach(key -> declared.put(key, part)));
        List<Part> parts = new ArrayList<>();
        List<TopologyException.Mistake> mistakes = new ArrayList<>();
        for (Part part : topology.declared()) {
            try {
                part.in(counterparts).stream()
                        .filter(other -> other.declares().stream()
                                .allMatch(
                                        key -> declared.getOrDefault(key, part).equals(part)))
                        .forEach(parts::add);
            } catch (IllegalArgumentException none) {
                mistakes.add(new TopologyException.Mistake(part, none.getMessage() + ", for " + wanted));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new TopologyException(mistakes);
        }
        return parts;
    }

    /** What an interface has in both families is each other's counterpart, the first of one the first of the other and so on. */
    private void pair(LinkFacts link) {
        List<LinkAddress> ipv4 = only(link.addresses(), address -> !isIPv6(address.address()));
        List<LinkAddress> ipv6 =
                only(link.addresses(), address -> isIPv6(address.address()) && !isLinkLocal(address.address()));
        for (int i = 0; i < Math.min(ipv4.size(), ipv6.size()); i++) {
            declaredAddresses.put(ipv4.get(i).address(), ipv6.get(i).address());
            declaredAddresses.put(ipv6.get(i).address(), ipv4.get(i).address());
            networks.put(ipv4.get(i).network(), ipv6.get(i).network());
            networks.put(ipv6.get(i).network(), ipv4.get(i).network());
        }
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

    /** The addresses of one interface: those of the wanted families, and counterparts for a family of which it has none. */
    public List<Parsed<LinkAddress>> ofAddresses(List<Parsed<LinkAddress>> declared) {
        return ofAll(
                declared,
                LinkAddress::address,
                address -> Parsed.of(
                        new LinkAddress(
                                        of(address.address()),
                                        of(address.network()).prefixLength())
                                .toString(),
                        LinkAddress::parse));
    }

    /** The subnets of one link; as {@link #ofAddresses}. */
    public List<Parsed<IpNetwork>> ofNetworks(List<Parsed<IpNetwork>> declared) {
        return ofAll(declared, IpNetwork::address, network -> Parsed.of(text(of(network)), IpNetwork::parse));
    }

    private <T> List<Parsed<T>> ofAll(
            List<Parsed<T>> declared, Function<T, InetAddress> address, Function<T, Parsed<T>> counterpart) {
        List<Parsed<T>> counted = only(declared, each -> !isLinkLocal(address.apply(each.get())));
        boolean oneFamily = counted.stream()
                        .map(each -> isIPv6(address.apply(each.get())))
                        .distinct()
                        .count()
                == 1;
        boolean another = oneFamily
                && (wanted == IpFamilies.DUAL
                        || !wanted.contain(address.apply(counted.get(0).get())));
        return Stream.concat(
                        declared.stream().filter(each -> wanted.contain(address.apply(each.get()))),
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
        if (network.isOneAddress()) {
            return new IpNetwork(of(network.address()), 32);
        }
        throw new IllegalArgumentException(
                "no counterpart of [" + network + "] can be derived: no interface has this subnet");
    }

    /** A network as a text that can be read again. */
    private static String text(IpNetwork network) {
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
