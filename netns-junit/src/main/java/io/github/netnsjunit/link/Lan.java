package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.link.lan.FormedAddress;
import io.github.netnsjunit.link.lan.HostAddresses;
import io.github.netnsjunit.link.lan.Networks;
import io.github.netnsjunit.link.lan.ShortName;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.PortVlans;
import io.github.netnsjunit.topology.Recipe;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A LAN: hosts on a switch. It says all that it needs: the hosts' namespaces, a namespace for the switch that bears the LAN's name, in it a
 * bridge of this name too, and a cable from each host to the switch. A host's interface is named after the LAN, and the switch's port after
 * the host. An interface cannot have more than 15 bytes in its name; a longer name is shortened, and ends with four digits then.
 *
 * <p>Hosts get the addresses of each subnet in order, from the first one on. {@linkplain Router Routers} get them from the last one down:
 * in {@code 10.1.0.0/24} hosts have {@code 10.1.0.1}, {@code 10.1.0.2} and so on, and routers {@code 10.1.0.254}, {@code 10.1.0.253}.
 *
 * <p>A host that is on no other LAN and has no default route gets routes to {@code 224.0.0.0/4} and {@code 255.255.255.255}, so that a program
 * which names no interface sends multicasts and broadcasts on the LAN. The kernel has such a route for IPv6.
 *
 * <p>What is declared besides wins: a namespace that exists already is a host as any other; a {@link BridgeLink} with the LAN's name in the
 * LAN's namespace has the options that it says; a {@link VethLink} to a port with the host's name replaces that host's cable.
 *
 * <p>The {@linkplain io.github.netnsjunit.topology.Namespace#host machine} can be a host, but not a router. It gets no routes then.
 *
 * @param name the name of the LAN, of its namespace and of its bridge
 * @param subnets IPv4 or IPv6, such as {@code 10.1.0.0/24}; with none, hosts have no addresses
 * @param hosts the names of the namespaces that are on it
 * @param routers the names of routers that are on it. They need not be declared: such a {@link Router} is as {@link Router#of} makes it
 * @param mtu of all its interfaces in bytes, 68 to 65535; 0 lets the kernel choose, which takes 1500
 * @param bridge what its switch does apart from forwarding frames
 * @param vlans the VLANs of hosts and routers, by their names. Those that are not named are in VLAN 1. If there are any, the switch keeps
 *     VLANs apart, which needs {@link io.github.netnsjunit.topology.KernelFeature#VLAN_FILTERING}
 * @param slaac those of its hosts that form their IPv6 addresses themselves, of what a router advertises, and get none of the subnets'
 */
public record Lan(
        String name,
        List<Parsed<IpNetwork>> subnets,
        List<String> hosts,
        List<String> routers,
        int mtu,
        BridgeOptions bridge,
        Map<String, PortVlans> vlans,
        List<String> slaac)
        implements Recipe {

    public Lan {
        requireNonNull(name, "name");
        subnets = List.copyOf(subnets);
        hosts = List.copyOf(hosts);
        routers = List.copyOf(routers);
        requireNonNull(bridge, "bridge");
        slaac = List.copyOf(slaac);
        vlans = Collections.unmodifiableMap(new LinkedHashMap<>(vlans));
    }

    /** Identifies a LAN. */
    record LanKey(String namespace) implements Key {

        @Override
        public String taken() {
            return "there is already a LAN [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "LAN [" + namespace + "]";
        }
    }

    /** Declares a LAN with one subnet. */
    public static Lan of(String name, String subnet, String... hosts) {
        return new Lan(
                name, List.of(read(subnet)), List.of(hosts), List.of(), 0, BridgeOptions.DEFAULT, Map.of(), List.of());
    }

    private static Parsed<IpNetwork> read(String subnet) {
        return Parsed.of(requireNonNull(subnet, "subnet"), IpNetwork::parse);
    }

    /** The same with one more subnet: with IPv4 and IPv6, each host has both. */
    public Lan subnet(String another) {
        return new Lan(
                name,
                Stream.concat(subnets.stream(), Stream.of(read(another))).toList(),
                hosts,
                routers,
                mtu,
                bridge,
                vlans,
                slaac);
    }

    /** The same with these routers on it. */
    public Lan routers(String... names) {
        return new Lan(name, subnets, hosts, List.of(names), mtu, bridge, vlans, slaac);
    }

    /** The same with another MTU, in bytes. */
    public Lan mtu(int bytes) {
        return new Lan(name, subnets, hosts, routers, bytes, bridge, vlans, slaac);
    }

    /**
     * The same with a switch that has these options. With the spanning tree protocol a lab is made, and parts are added to it, only when
     * each port of the switch forwards, or is blocked by the protocol.
     */
    public Lan bridge(BridgeOptions options) {
        return new Lan(name, subnets, hosts, routers, mtu, options, vlans, slaac);
    }

    /** The same, but the frames of this host or router belong to a VLAN, 1 to 4094, and so it hears only the others in it. */
    public Lan vlan(String host, int vlan) {
        return vlans(host, PortVlans.of(vlan));
    }

    /**
     * The same with the VLANs of a host or router: one for frames without a tag, and others whose frames carry their tag, for which the
     * host needs a {@link VlanLink} each.
     */
    public Lan vlans(String host, PortVlans ofHost) {
        Map<String, PortVlans> all = new LinkedHashMap<>(vlans);
        all.put(host, ofHost);
        return new Lan(name, subnets, hosts, routers, mtu, bridge, all, slaac);
    }

    /**
     * The same, but these hosts form their IPv6 addresses themselves (SLAAC): of the /64 subnets that a {@linkplain Router#advertise()
     * router advertises}, and of their MAC addresses. From the router they also have their IPv6 default route. A lab is made when they
     * have their addresses. They have none of their own choice that change with time (privacy addresses). The LAN's other hosts do not
     * listen to advertisements.
     */
    public Lan slaac(String... some) {
        return new Lan(name, subnets, hosts, routers, mtu, bridge, vlans, List.of(some));
    }

    /** Its IPv6 subnets. */
    List<IpNetwork> ipv6Subnets() {
        return subnets.stream()
                .flatMap(subnet -> subnet.value().stream())
                .filter(subnet -> subnet.address() instanceof Inet6Address)
                .toList();
    }

    /** Says which hosts listen to the advertisements of a router, and which do not. The machine is not asked: {@link Router} refuses it. */
    void sayWhoListens(Outline structure, Consumer<Part> to) {
        List<IpNetwork> prefixes =
                ipv6Subnets().stream().filter(RouterAdvertisement::isAutonomous).toList();
        Set<String> ofLab = cabledHosts();
        ofLab.removeIf(structure::isHost);
        for (String host : ofLab) {
            boolean listens = slaac.contains(host);
            String parameters = "net.ipv6.conf." + Networks.interfaceName(this) + ".";
            to.accept(SysctlSetting.of(host, parameters + "accept_ra", listens ? "2" : "0")); // 2: even if it forwards
            if (listens) {
                to.accept(SysctlSetting.of(host, parameters + "autoconf", "1"));
                to.accept(SysctlSetting.of(host, parameters + "use_tempaddr", "0"));
                to.accept(new FormedAddress(Networks.interfaceOf(this, host), prefixes));
            }
        }
    }

    /** What the bridge is like in full. */
    private BridgeOptions options() {
        BridgeOptions awaited = bridge.stp() ? bridge.waiting() : bridge;
        return vlans.isEmpty() ? awaited : awaited.withVlanFiltering();
    }

    /** The cable from a host or a router to the switch. */
    private VethLink cable(String namespace, List<String> addresses) {
        PortVlans ofHost = vlans.getOrDefault(namespace, PortVlans.DEFAULT);
        PortOptions port = PortOptions.DEFAULT.vlans(ofHost);
        End near = End.of(namespace, Networks.interfaceName(this), addresses.toArray(String[]::new))
                .mtu(mtu);
        return VethLink.between(
                near,
                End.of(name, ShortName.of(namespace))
                        .mtu(mtu)
                        .master(Networks.interfaceName(this))
                        .port(port));
    }

    /** The hosts, without those that are a mistake, which {@link #check} tells. */
    private Set<String> cabledHosts() {
        Set<String> cabled = new LinkedHashSet<>(hosts);
        cabled.removeIf(host -> ShortName.mistake(host).isPresent());
        cabled.remove(name);
        routers.forEach(cabled::remove);
        return cabled;
    }

    /** The cable from a router, which has the last addresses that are left. */
    VethLink routerCable(String router, int position) {
        int needed = cabledHosts().size() + position + 1;
        return cable(
                router,
                addresses().stream()
                        .filter(subnet -> subnet.hasRoomFor(needed))
                        .map(subnet -> subnet.fromLast(position))
                        .toList());
    }

    /** The subnets whose addresses hosts can have. */
    private List<HostAddresses> addresses() {
        return subnets.stream()
                .flatMap(subnet -> subnet.value().stream())
                .filter(subnet -> !subnet.isDefault())
                .map(HostAddresses::new)
                .toList();
    }

    @Override
    public Set<String> namespaces() {
        Set<String> all = new LinkedHashSet<>(hosts);
        all.addAll(routers);
        all.add(name);
        all.removeIf(each -> ShortName.mistake(each).isPresent());
        return all;
    }

    private boolean isNamed() {
        return ShortName.mistake(name).isEmpty();
    }

    /** Whether its switch can be made. If not, {@link LanMistakes} says why, and nobody need say it of all that follows. */
    boolean hasSwitch(Outline all) {
        return isNamed() && !all.isHost(name);
    }

    @Override
    public Set<Key> declares() {
        return isNamed() ? Set.of(new LanKey(name)) : Set.of();
    }

    @Override
    public void structure(Outline declared, Consumer<Part> to) {
        if (hasSwitch(declared)) {
            switchAndCables(to);
        }
        routers.stream()
                .filter(router -> !router.equals(name) && !declared.isHost(router))
                .filter(router -> ShortName.mistake(router).isEmpty())
                .forEach(router -> to.accept(Router.of(router)));
    }

    private void switchAndCables(Consumer<Part> to) {
        to.accept(new BridgeLink(End.of(name, Networks.interfaceName(this)).mtu(mtu), options()));
        List<HostAddresses> addresses = addresses();
        int count = 0;
        for (String host : cabledHosts()) {
            int position = count++;
            to.accept(cable(
                    host,
                    addresses.stream()
                            .filter(subnet -> subnet.hasRoomFor(position + 1))
                            .filter(subnet -> !subnet.isIpv6() || !slaac.contains(host))
                            .map(subnet -> subnet.fromFirst(position))
                            .toList()));
        }
    }

    /** The routes by which hosts without a default route send to groups and to everybody, if no interface is named. */
    @Override
    public void consequences(Outline structure, Consumer<Part> to) {
        for (String host : Networks.of(structure).hostsWithoutWayToGroups(this, cabledHosts())) {
            for (IpNetwork several : Networks.SEVERAL_HOSTS) {
                to.accept(StaticRoute.through(host, several.toString(), Networks.interfaceName(this)));
            }
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        List<String> forming = families.wanted() == IpFamilies.IPV4 ? List.of() : slaac;
        return List.of(new Lan(name, families.ofNetworks(subnets), hosts, routers, mtu, bridge, vlans, forming));
    }

    @Override
    public Lan withDefaultMtu(int bytes) {
        return mtu == 0 ? mtu(bytes) : this;
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        new LanMistakes(this, all, mistake).find();
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>(List.of("lan", name));
        subnets.forEach(subnet -> words.add(subnet.toString()));
        if (!hosts.isEmpty()) {
            words.add("hosts " + hosts);
        }
        if (!routers.isEmpty()) {
            words.add("routers " + routers);
        }
        if (mtu != 0) {
            words.add("mtu " + mtu);
        }
        if (!slaac.isEmpty()) {
            words.add("slaac " + slaac);
        }
        vlans.forEach((host, ofHost) -> words.add(host + " " + ofHost));
        return String.join(" ", words);
    }
}
