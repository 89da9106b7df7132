package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.IpAddress;
import io.github.netnsjunit.kernel.MacAddress;
import io.github.netnsjunit.lab.TopologyException.Mistake;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds every mistake in a topology, without a system call. */
final class TopologyCheck {

    /** {@code ETH_MIN_MTU} of {@code linux/if_ether.h}. */
    private static final int SMALLEST_MTU = 68;
    /** {@code ETH_MAX_MTU} of {@code linux/if_ether.h}. */
    private static final int LARGEST_MTU = 65535;
    /** RFC 8200, section 5. */
    private static final int SMALLEST_IPV6_MTU = 1280;

    private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};

    private final Topology topology;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private final Map<String, Map<String, Attached>> interfaces = new LinkedHashMap<>();
    private final Map<Parameter, SysctlSetting> settings = new HashMap<>();
    private final Set<String> hostNames = new HashSet<>();
    private final Segments segments;

    /** An interface with those of its addresses that could be read. */
    record Attached(String name, boolean up, List<InterfaceAddress> addresses) {}

    private record Placed(String interfaceName, InterfaceAddress address) {}

    /** A kernel parameter, however it was spelled. */
    private record Parameter(String namespace, String path) {}

    /** An address in a scope where no two interfaces may have it: a segment, or a namespace. */
    private record Claim(InetAddress address, String scope) {}

    TopologyCheck(Topology topology) {
        this.topology = topology;
        this.segments = Segments.of(topology);
    }

    List<Mistake> mistakes() {
        topology.namespaces().forEach(this::checkNamespace);
        topology.bridges().forEach(this::checkBridge);
        topology.vethPairs().forEach(this::checkVethPair);
        checkLoops();
        checkAddresses();
        checkRoutes();
        topology.sysctls().forEach(this::checkSysctl);
        return mistakes;
    }

    private void mistake(Object part, String message) {
        mistakes.add(new Mistake(part, message));
    }

    private void checkNamespace(Namespace namespace) {
        Names.namespaceMistake(namespace.name()).ifPresent(message -> mistake(namespace, message));
        if (namespaces.putIfAbsent(namespace.name(), namespace) != null) {
            mistake(namespace, "there is already a namespace [" + namespace.name() + "]");
        } else if (!hostNames.add(Names.hostName(namespace.name()))) {
            mistake(
                    namespace,
                    "[" + sameHostAs(namespace.name()) + "] and [" + namespace.name()
                            + "] are one host name: '_' becomes '-', and case does not count");
        }
        if (namespace.host()
                && namespaces.values().stream().filter(Namespace::host).count() > 1) {
            mistake(namespace, "the host's namespace already has a name");
        }
        if (namespace.host() && !namespace.loopback()) {
            mistake(namespace, "a test may not take the host's lo down");
        }
    }

    private String sameHostAs(String name) {
        return namespaces.keySet().stream()
                .filter(other -> Names.hostName(other).equals(Names.hostName(name)))
                .findFirst()
                .orElse(name);
    }

    private @Nullable Namespace known(Object part, String name) {
        Namespace namespace = namespaces.get(name);
        if (namespace == null) {
            mistake(
                    part,
                    "there is no namespace [" + name + "]; "
                            + (namespaces.isEmpty() ? "none is declared" : "declared: " + namespaces.keySet()));
        }
        return namespace;
    }

    private void checkBridge(BridgeLink bridge) {
        Namespace namespace = known(bridge, bridge.namespace());
        if (namespace != null && namespace.host()) {
            mistake(
                    bridge,
                    "a bridge in the host's namespace would outlive the test; put it into a namespace of its own");
        }
        attach(bridge, bridge.namespace(), bridge.name(), true, bridge.addresses());
    }

    private void checkVethPair(VethLink pair) {
        checkEnd(pair, pair.left());
        checkEnd(pair, pair.right());
        if (isHost(pair.left().namespace()) && isHost(pair.right().namespace())) {
            mistake(pair, "both ends are in the host's namespace, where nothing would make them vanish after the test");
        }
    }

    private boolean isHost(String name) {
        Namespace namespace = namespaces.get(name);
        return namespace != null && namespace.host();
    }

    private void checkEnd(VethLink pair, End end) {
        known(pair, end.namespace());
        attach(pair, end.namespace(), end.name(), end.up(), end.addresses());
        macMistake(end.mac()).ifPresent(message -> mistake(pair, message + " (" + end + ")"));
        String master = end.master();
        Optional<BridgeLink> bridge = topology.bridges().stream()
                .filter(each ->
                        each.namespace().equals(end.namespace()) && each.name().equals(master))
                .findFirst();
        checkMtu(pair, end, bridge.map(BridgeLink::addresses).orElse(List.of()));
        if (master != null) {
            if (bridge.isEmpty()) {
                mistake(
                        pair,
                        "the master of " + end + ", [" + master + "], is not a bridge in namespace [" + end.namespace()
                                + "]");
            }
        }
    }

    private void checkMtu(VethLink pair, End end, List<String> addressesOfBridge) {
        boolean ipv6 = hasIpv6(end.addresses());
        boolean bridgeHasIpv6 = hasIpv6(addressesOfBridge);
        int smallest = ipv6 || bridgeHasIpv6 ? SMALLEST_IPV6_MTU : SMALLEST_MTU;
        if (end.mtu() != 0 && (end.mtu() < smallest || end.mtu() > LARGEST_MTU)) {
            String why = ipv6
                    ? ", as an IPv6 address asks for"
                    : bridgeHasIpv6
                            ? ", as an IPv6 address of its bridge asks for, whose MTU is that of its smallest port"
                            : "";
            mistake(
                    pair,
                    "the MTU [" + end.mtu() + "] of " + end + " is not between " + smallest + " and " + LARGEST_MTU
                            + why);
        }
    }

    private static boolean hasIpv6(List<String> addresses) {
        return addresses.stream().anyMatch(address -> address.indexOf(':') >= 0);
    }

    private static Optional<String> macMistake(@Nullable String mac) {
        if (mac == null) {
            return Optional.empty();
        }
        long bits;
        try {
            bits = MacAddress.parse(mac).bits();
        } catch (IllegalArgumentException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
        if ((bits >> 40 & 1) != 0) {
            return Optional.of("[" + mac + "] is a multicast MAC address; the first byte of an interface's is even");
        }
        return bits == 0 ? Optional.of("[" + mac + "] cannot be the MAC address of an interface") : Optional.empty();
    }

    private void attach(Object part, String namespace, String name, boolean up, List<String> texts) {
        Names.interfaceMistake(name).ifPresent(message -> mistake(part, message));
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                InterfaceAddress address = InterfaceAddress.parse(text);
                if (address.prefixLength() == 0) {
                    mistake(part, "[" + address + "] puts every address that there is on this one link");
                } else {
                    addressMistake(address).ifPresent(message -> mistake(part, message));
                    addresses.add(address);
                }
            } catch (IllegalArgumentException malformed) {
                mistake(part, "the address of " + namespace + ":" + name + ": " + malformed.getMessage());
            }
        }
        Map<String, Attached> others = interfaces.computeIfAbsent(namespace, key -> new LinkedHashMap<>());
        if (name.equals("lo") || others.putIfAbsent(name, new Attached(name, up, addresses)) != null) {
            mistake(part, "there is already an interface [" + name + "] in namespace [" + namespace + "]");
        }
    }

    private static Optional<String> addressMistake(InterfaceAddress address) {
        InetAddress ip = address.address();
        if (ip.isAnyLocalAddress() || ip.isMulticastAddress() || ip.isLoopbackAddress() || isNobodys(ip.getAddress())) {
            return Optional.of("[" + address + "] is not an address that a host can have on a link");
        }
        if (IpAddress.isMapped(ip)) {
            return Optional.of(
                    "[" + address + "] is an IPv4-mapped IPv6 address, which stands for IPv4 in a program's sockets"
                            + " and never on a link; write the IPv4 address itself");
        }
        if (address.network().isNetworkAddress(ip)) {
            return ip.getAddress().length == 4
                    ? Optional.of("[" + address + "] is the address of the network itself, not of a host in it")
                    : Optional.of(
                            "[" + address + "] is the subnet-router anycast address, not one host's (RFC 4291, 2.6.1)");
        }
        return address.network().isBroadcast(ip)
                ? Optional.of("[" + address + "] is the broadcast address of its network")
                : Optional.empty();
    }

    /** The "this" network and the limited broadcast address of IPv4 (RFC 6890, section 2.2.2). */
    private static boolean isNobodys(byte... ip) {
        return ip.length == 4 && (ip[0] == 0 || Arrays.equals(ip, LIMITED_BROADCAST));
    }

    /**
     * A ring of bridges multiplies every broadcast for ever, unless the spanning tree protocol opens it. One bridge that speaks it
     * is enough to open the rings that it is in, since the others pass its messages on like a cable does: so the bridges that do
     * not speak it must have no ring among themselves. A link that is down at an end closes none.
     */
    private void checkLoops() {
        Set<String> stp = new HashSet<>();
        topology.bridges().stream().filter(BridgeLink::stp).forEach(b -> stp.add(b.namespace() + ":" + b.name()));
        Segments bridges = new Segments();
        for (VethLink pair : topology.vethPairs()) {
            String leftMaster = pair.left().master();
            String rightMaster = pair.right().master();
            if (leftMaster == null
                    || rightMaster == null
                    || !pair.left().up()
                    || !pair.right().up()) {
                continue;
            }
            String left = pair.left().namespace() + ":" + leftMaster;
            String right = pair.right().namespace() + ":" + rightMaster;
            if (!stp.contains(left) && !stp.contains(right) && !bridges.join(left, right)) {
                mistake(
                        pair,
                        "it closes a cycle of bridges, in which broadcasts would circle for ever; leave one link out, or"
                                + " turn on the spanning tree protocol at one of the bridges");
            }
        }
    }

    private void checkAddresses() {
        Map<String, Object> parts = new HashMap<>();
        topology.bridges().forEach(b -> parts.putIfAbsent(b.namespace() + ":" + b.name(), b));
        for (VethLink pair : topology.vethPairs()) {
            parts.putIfAbsent(pair.left().toString(), pair);
            parts.putIfAbsent(pair.right().toString(), pair);
        }
        Map<Claim, String> owners = new HashMap<>();
        interfaces.forEach((namespace, attached) -> {
            List<Placed> before = new ArrayList<>();
            for (Attached each : attached.values()) {
                String where = namespace + ":" + each.name();
                Object part = parts.getOrDefault(where, topology);
                for (InterfaceAddress address : each.addresses()) {
                    checkUnique(owners, part, namespace, where, address.address());
                    if (!address.address().isLinkLocalAddress()) { // which means something on its own link alone
                        checkOverlap(before, part, namespace, new Placed(each.name(), address));
                    }
                    before.add(new Placed(each.name(), address));
                }
            }
        });
    }

    private void checkUnique(
            Map<Claim, String> owners, Object part, String namespace, String where, InetAddress address) {
        String owner = owners.putIfAbsent(new Claim(address, "segment " + segments.root(where)), where);
        if (!address.isLinkLocalAddress()) {
            String here = owners.putIfAbsent(new Claim(address, "namespace " + namespace), where);
            owner = owner == null ? here : owner;
        }
        if (owner != null) {
            mistake(part, "the address [" + IpAddress.text(address) + "] of " + where + " is also that of " + owner);
        }
    }

    private void checkOverlap(List<Placed> before, Object part, String namespace, Placed placed) {
        IpNetwork network = placed.address().network();
        for (Placed other : before) {
            IpNetwork theirs = other.address().network();
            boolean overlaps = theirs.overlaps(network)
                    && !other.address().address().equals(placed.address().address());
            if (overlaps && !other.interfaceName().equals(placed.interfaceName())) {
                mistake(
                        part,
                        "the network of [" + placed.address() + "] on " + namespace + ":" + placed.interfaceName()
                                + " overlaps that of [" + other.address() + "] on " + other.interfaceName()
                                + " in the same namespace, so that one hides the other");
            } else if (overlaps && !theirs.equals(network) && !theirs.isOneAddress() && !network.isOneAddress()) {
                mistake(
                        part,
                        "the networks of [" + placed.address() + "] and [" + other.address() + "] on " + namespace + ":"
                                + placed.interfaceName()
                                + " overlap: on one interface they are the same or apart, or of"
                                + " one address alone");
            }
        }
    }

    private void checkRoutes() {
        Map<String, RouteCheck> checks = new HashMap<>();
        for (StaticRoute route : topology.routes()) {
            Namespace namespace = known(route, route.namespace());
            if (namespace != null) {
                checks.computeIfAbsent(
                                route.namespace(),
                                name -> new RouteCheck(
                                        namespace, interfaces.getOrDefault(name, Map.of()), topology.routes()))
                        .mistakes(route)
                        .forEach(message -> mistake(route, message));
            }
        }
    }

    private void checkSysctl(SysctlSetting setting) {
        Namespace namespace = known(setting, setting.namespace());
        if (namespace != null && namespace.host()) {
            mistake(setting, "a test may not change the host's kernel parameters");
        }
        Names.sysctlMistake(setting.name()).ifPresent(message -> mistake(setting, message));
        Parameter parameter = new Parameter(setting.namespace(), Names.sysctlPath(setting.name()));
        SysctlSetting other = settings.putIfAbsent(parameter, setting);
        if (other != null && !other.value().equals(setting.value())) {
            mistake(setting, "it is set otherwise too, as [" + other.name() + "] to [" + other.value() + "]");
        }
    }
}
