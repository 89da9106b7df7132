package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.IpAddress;
import io.github.netnsjunit.lab.TopologyException.Mistake;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds every mistake in a topology, without a system call. */
final class TopologyCheck {

    /** {@code ETH_MIN_MTU} of {@code linux/if_ether.h}. */
    private static final int SMALLEST_MTU = 68;
    /** {@code ETH_MAX_MTU} of {@code linux/if_ether.h}. */
    private static final int LARGEST_MTU = 65535;
    /** RFC 8200, section 5. */
    private static final int SMALLEST_IPV6_MTU = 1280;

    private static final Pattern MAC = Pattern.compile("\\p{XDigit}{2}(:\\p{XDigit}{2}){5}");

    private final Topology topology;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Namespace> namespaces = new LinkedHashMap<>();
    private final Map<String, Map<String, Attached>> interfaces = new HashMap<>();
    private final Set<String> hostNames = new HashSet<>();
    private final Segments segments = new Segments();

    /** An interface with those of its addresses that could be read. */
    private record Attached(String name, boolean up, List<InterfaceAddress> addresses) {}

    private record Destination(String namespace, IpNetwork network, int metric) {}

    TopologyCheck(Topology topology) {
        this.topology = topology;
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
        segments.join(pair.left().toString(), pair.right().toString());
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
        boolean ipv6 = end.addresses().stream().anyMatch(address -> address.indexOf(':') >= 0);
        int smallest = ipv6 ? SMALLEST_IPV6_MTU : SMALLEST_MTU;
        if (end.mtu() != 0 && (end.mtu() < smallest || end.mtu() > LARGEST_MTU)) {
            mistake(
                    pair,
                    "the MTU [" + end.mtu() + "] of " + end + " is not between " + smallest + " and " + LARGEST_MTU
                            + (ipv6 ? ", as IPv6 needs" : ""));
        }
        macMistake(end.mac()).ifPresent(message -> mistake(pair, message + " (" + end + ")"));
        String master = end.master();
        if (master != null) {
            boolean isBridge = topology.bridges().stream()
                    .anyMatch(bridge -> bridge.namespace().equals(end.namespace())
                            && bridge.name().equals(master));
            if (!isBridge) {
                mistake(
                        pair,
                        "the master of " + end + ", [" + master + "], is not a bridge in namespace [" + end.namespace()
                                + "]");
            }
            segments.join(end.toString(), end.namespace() + ":" + master);
        }
    }

    private static Optional<String> macMistake(@Nullable String mac) {
        if (mac == null) {
            return Optional.empty();
        }
        if (!MAC.matcher(mac).matches()) {
            return Optional.of("[" + mac + "] is not a MAC address such as [02:00:00:00:00:01]");
        }
        if ((Integer.parseInt(mac.substring(0, 2), 16) & 1) != 0) {
            return Optional.of("[" + mac + "] is a multicast MAC address; the first byte of an interface's is even");
        }
        return mac.equals("00:00:00:00:00:00")
                ? Optional.of("[" + mac + "] cannot be the MAC address of an interface")
                : Optional.empty();
    }

    private void attach(Object part, String namespace, String name, boolean up, List<String> texts) {
        Names.interfaceMistake(name).ifPresent(message -> mistake(part, message));
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                InterfaceAddress address = InterfaceAddress.parse(text);
                addressMistake(address).ifPresent(message -> mistake(part, message));
                addresses.add(address);
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
        if (ip.isAnyLocalAddress() || ip.isMulticastAddress() || ip.isLoopbackAddress()) {
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

    /** A ring of bridges multiplies every broadcast for ever, unless the spanning tree protocol opens it. */
    private void checkLoops() {
        Set<String> stp = new HashSet<>();
        topology.bridges().stream().filter(BridgeLink::stp).forEach(b -> stp.add(b.namespace() + ":" + b.name()));
        Segments bridges = new Segments();
        for (VethLink pair : topology.vethPairs()) {
            String leftMaster = pair.left().master();
            String rightMaster = pair.right().master();
            if (leftMaster == null || rightMaster == null) {
                continue;
            }
            String left = pair.left().namespace() + ":" + leftMaster;
            String right = pair.right().namespace() + ":" + rightMaster;
            if (!bridges.join(left, right) && !(stp.contains(left) && stp.contains(right))) {
                mistake(
                        pair,
                        "it closes a cycle of bridges, in which broadcasts would circle for ever; leave one link out, or"
                                + " turn on the spanning tree protocol");
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
        Map<String, String> owners = new HashMap<>();
        interfaces.forEach((namespace, attached) -> {
            List<Attached> before = new ArrayList<>();
            for (Attached each : attached.values()) {
                String where = namespace + ":" + each.name();
                Object part = parts.getOrDefault(where, topology);
                for (InterfaceAddress address : each.addresses()) {
                    checkUnique(owners, part, "segment " + segments.of(where), where, address);
                    if (!address.address().isLinkLocalAddress()) { // which means something on its own link alone
                        checkUnique(owners, part, "namespace " + namespace, where, address);
                        checkOverlap(before, part, where, address);
                    }
                }
                before.add(each);
            }
        });
    }

    private void checkUnique(
            Map<String, String> owners, Object part, String scope, String where, InterfaceAddress address) {
        String key = IpAddress.text(address.address()) + " in " + scope;
        String owner = owners.putIfAbsent(key, where);
        if (owner != null && owners.putIfAbsent("told " + where + address, owner) == null) {
            mistake(
                    part,
                    "the address [" + IpAddress.text(address.address()) + "] of " + where + " is also that of "
                            + owner);
        }
    }

    private void checkOverlap(List<Attached> before, Object part, String where, InterfaceAddress address) {
        for (Attached other : before) {
            for (InterfaceAddress theirs : other.addresses()) {
                if (theirs.network().overlaps(address.network())
                        && !theirs.address().equals(address.address())) {
                    mistake(
                            part,
                            "the network of [" + address + "] on " + where + " overlaps that of [" + theirs + "] on "
                                    + other.name() + " in the same namespace, so that one hides the other");
                }
            }
        }
    }

    private void checkRoutes() {
        Set<Destination> destinations = new HashSet<>();
        for (StaticRoute route : topology.routes()) {
            Namespace namespace = known(route, route.namespace());
            if (namespace == null) {
                continue;
            }
            try {
                InetAddress via = route.via() == null ? null : IpLiteral.parse(route.via());
                IpNetwork to = StaticRoute.destination(route.to(), via);
                if (route.metric() < 0) {
                    mistake(route, "the metric [" + route.metric() + "] is negative");
                }
                if (!destinations.add(new Destination(route.namespace(), to, metric(route, to)))) {
                    mistake(
                            route,
                            "there is already a route to [" + to + "] with the metric " + route.metric()
                                    + " in namespace [" + route.namespace() + "]");
                }
                if (namespace.host() && to.isDefault()) {
                    mistake(route, "a test may not set the host's default route");
                }
                checkWay(route, via, to);
            } catch (IllegalArgumentException malformed) {
                mistake(route, String.valueOf(malformed.getMessage()));
            }
        }
    }

    /** For IPv6 the kernel takes 1024 for 0 ({@code IP6_RT_PRIO_USER} of {@code net/ip6_route.h}). */
    private static int metric(StaticRoute route, IpNetwork to) {
        return route.metric() == 0 && to.address() instanceof Inet6Address ? 1024 : route.metric();
    }

    private void checkWay(StaticRoute route, @Nullable InetAddress via, IpNetwork to) {
        Map<String, Attached> attached = interfaces.getOrDefault(route.namespace(), Map.of());
        String dev = route.dev();
        if (dev != null) {
            Attached through = attached.get(dev);
            if (through == null) {
                mistake(route, "there is no interface [" + dev + "] in namespace [" + route.namespace() + "]");
                return;
            }
            if (!through.up()) {
                mistake(route, "the interface [" + dev + "] is declared down, and a route needs it up");
            }
        }
        if (via == null) {
            if (dev == null) {
                mistake(route, "it needs a gateway [via] or an interface [dev]");
            }
            return;
        }
        if (via.getAddress().length != to.address().getAddress().length) {
            mistake(route, "the gateway [" + route.via() + "] is not of the same family as [" + to + "]");
            return;
        }
        if (via.isLinkLocalAddress() && via.getAddress().length == 16) {
            if (dev == null) {
                mistake(route, "the gateway [" + route.via() + "] is link-local: say on which interface with [dev]");
            }
            return;
        }
        checkGateway(route, via, attached);
    }

    private void checkGateway(StaticRoute route, InetAddress via, Map<String, Attached> attached) {
        List<Attached> onLink = attached.values().stream()
                .filter(each -> route.dev() == null || each.name().equals(route.dev()))
                .filter(each -> each.addresses().stream()
                        .anyMatch(address -> address.network().contains(via)))
                .toList();
        if (onLink.isEmpty()) {
            if (isOnLinkByRoute(route, via)) {
                return;
            }
            mistake(
                    route,
                    "the gateway [" + route.via() + "] is on no link of namespace [" + route.namespace() + "]"
                            + (route.dev() == null ? "" : " through [" + route.dev() + "]"));
        } else if (onLink.stream().noneMatch(Attached::up)) {
            mistake(
                    route,
                    "the gateway [" + route.via() + "] is on [" + onLink.get(0).name() + "], which is declared down");
        }
        boolean own = attached.values().stream()
                .flatMap(each -> each.addresses().stream())
                .anyMatch(address -> address.address().equals(via));
        if (own) {
            mistake(
                    route,
                    "the gateway [" + route.via() + "] is an address of namespace [" + route.namespace() + "] itself");
        }
    }

    /** Whether another route says that the gateway is on a link, as where every host has a network of one. */
    private boolean isOnLinkByRoute(StaticRoute route, InetAddress via) {
        return topology.routes().stream()
                .filter(other ->
                        other.namespace().equals(route.namespace()) && other.via() == null && other.dev() != null)
                .filter(other -> route.dev() == null || route.dev().equals(other.dev()))
                .anyMatch(other -> {
                    try {
                        return other.destination().contains(via);
                    } catch (IllegalArgumentException malformed) { // a mistake of that route's
                        return false;
                    }
                });
    }

    private void checkSysctl(SysctlSetting setting) {
        Namespace namespace = known(setting, setting.namespace());
        if (namespace != null && namespace.host()) {
            mistake(setting, "a test may not change the host's kernel parameters");
        }
        Names.sysctlMistake(setting.name()).ifPresent(message -> mistake(setting, message));
    }
}
