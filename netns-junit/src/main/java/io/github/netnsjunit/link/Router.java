package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.link.lan.Advertisements;
import io.github.netnsjunit.link.lan.Networks;
import io.github.netnsjunit.link.lan.ShortName;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Recipe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A router: a namespace that forwards IPv4 and IPv6 between {@linkplain Lan LANs}. It has the last free address of each of their subnets,
 * on an interface that is named after the LAN. It sends no IPv4 redirects, and there is no limit to the ICMP errors that it sends.
 *
 * <p>Routes follow from the network. Each host of a LAN has a default route to the LAN's first router. Each router has a route to every LAN,
 * by a shortest way; of several, by that through the LAN of its own that is declared first, and there by the LAN's first router. A host on several LANs has, besides its default route, those to LANs
 * that are reached through another one of its own. A route that is declared wins over one to the same destination that would follow.
 * The machine, as a host of a LAN, gets no routes.
 *
 * @param name the name of its namespace
 * @param lans the LANs that it joins, besides those that name it among their own {@linkplain Lan#routers() routers}
 * @param hidden LANs of its own that others get no routes to through it, as if it did not tell of them. So it is with those behind a NAT
 * @param routes whether routes follow: its own, and those of others through it
 * @param reversePathFilter which packets it drops because of their sender
 * @param ttl the time to live, or hop limit, of the packets that it sends itself: 1 to 255
 * @param advertises whether it advertises itself and the IPv6 subnets to the hosts of its LANs, so that hosts can form addresses
 */
public record Router(
        String name,
        List<String> lans,
        List<String> hidden,
        boolean routes,
        ReversePathFilter reversePathFilter,
        int ttl,
        boolean advertises)
        implements Recipe {

    /** What Linux takes if nothing else is said. */
    private static final int DEFAULT_TTL = 64;

    private static final int HIGHEST_TTL = 255;

    public Router {
        requireNonNull(name, "name");
        requireNonNull(reversePathFilter, "reversePathFilter");
        lans = List.copyOf(lans);
        hidden = List.copyOf(hidden);
    }

    /** Identifies a router. */
    private record RouterKey(String namespace) implements Key {

        @Override
        public String taken() {
            return "there is already a router [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "router [" + namespace + "]";
        }
    }

    /** Declares a router between LANs. */
    public static Router of(String name, String... lans) {
        return new Router(name, List.of(lans), List.of(), true, ReversePathFilter.OFF, DEFAULT_TTL, false);
    }

    /** The same, but others get no routes to these LANs of its own through it. */
    public Router hidden(String... some) {
        return new Router(name, lans, List.of(some), routes, reversePathFilter, ttl, advertises);
    }

    /** The same, but no routes follow: neither its own nor those of others through it. */
    public Router withoutRoutes() {
        return new Router(name, lans, hidden, false, reversePathFilter, ttl, advertises);
    }

    /** The same with a reverse-path filter. */
    public Router reversePathFilter(ReversePathFilter filter) {
        return new Router(name, lans, hidden, routes, filter, ttl, advertises);
    }

    /** The same with another time to live of the packets that it sends itself: 1 to 255. */
    public Router ttl(int hops) {
        return new Router(name, lans, hidden, routes, reversePathFilter, hops, advertises);
    }

    /**
     * The same, but it advertises itself and the IPv6 subnets of its LANs, by ICMPv6 (RFC 4861): hosts that {@linkplain Lan#slaac form
     * their addresses themselves} take both from there. A router without routes advertises no default route. The machine cannot be on these
     * LANs, because it could take its default route from there.
     */
    public Router advertise() {
        return new Router(name, lans, hidden, routes, reversePathFilter, ttl, true);
    }

    /** Over IPv4 alone there is nothing to advertise. */
    @Override
    public List<Part> in(Counterparts families) {
        boolean advertising = advertises && families.wanted() != IpFamilies.IPV4;
        return List.of(new Router(name, lans, hidden, routes, reversePathFilter, ttl, advertising));
    }

    @Override
    public Set<String> namespaces() {
        return isNamed() ? Set.of(name) : Set.of();
    }

    /** Whether a namespace, and ports of switches, can have its name. If not, {@link #check} says why. */
    private boolean isNamed() {
        return ShortName.mistake(name).isEmpty();
    }

    @Override
    public Set<Key> declares() {
        return isNamed() ? Set.of(new RouterKey(name)) : Set.of();
    }

    @Override
    public void structure(Outline declared, Consumer<Part> to) {
        if (!isNamed() || declared.isHost(name)) {
            return;
        }
        Networks networks = Networks.of(declared);
        for (Lan lan : switchesOf(networks, declared)) {
            to.accept(lan.routerCable(name, networks.position(name, lan)));
        }
        set("net.ipv4.ip_forward", 1, to);
        set("net.ipv6.conf.all.forwarding", 1, to);
        for (String all : List.of("all", "default")) {
            set("net.ipv4.conf." + all + ".send_redirects", 0, to);
            set("net.ipv4.conf." + all + ".rp_filter", reversePathFilter.value(), to);
        }
        if (ttl != DEFAULT_TTL) {
            set("net.ipv4.ip_default_ttl", ttl, to);
            set("net.ipv6.conf.default.hop_limit", ttl, to);
        }
    }

    /** Its LANs without those that are a mistake, which they tell themselves, or {@link #check} does. */
    private List<Lan> switchesOf(Networks networks, Outline all) {
        return networks.lansOf(this).stream()
                .filter(lan -> lan.hasSwitch(all) && !lan.name().equals(name))
                .toList();
    }

    /** A kernel without IPv6 has no parameters of it, and forwards IPv4 all the same. */
    private void set(String parameter, int value, Consumer<Part> to) {
        SysctlSetting setting = SysctlSetting.of(name, parameter, Integer.toString(value));
        to.accept(parameter.startsWith("net.ipv6.") ? setting.ifPresent() : setting);
    }

    @Override
    public void consequences(Outline structure, Consumer<Part> to) {
        Networks networks = Networks.of(structure);
        for (Networks.Way way : networks.waysThatFollowFrom(this)) {
            to.accept(StaticRoute.of(way.from(), way.to().toString(), IpAddress.text(way.via()), way.through()));
        }
        if (advertises && isNamed() && !structure.isHost(name)) {
            advertise(networks, structure, to);
        }
    }

    private void advertise(Networks networks, Outline structure, Consumer<Part> to) {
        Map<Key.Link, RouterAdvertisement> onLans = new LinkedHashMap<>();
        for (Lan lan : switchesOf(networks, structure)) {
            List<IpNetwork> prefixes = lan.ipv6Subnets();
            if (!prefixes.isEmpty()) {
                onLans.put(Networks.interfaceOf(lan, name), new RouterAdvertisement(routes, lan.mtu(), prefixes));
                lan.sayWhoListens(structure, to);
            }
        }
        if (!onLans.isEmpty()) {
            to.accept(new Advertisements(name, onLans));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        ShortName.mistake(name).ifPresent(wrong -> mistake.accept("its name [name]: " + wrong));
        if (lans.contains(name)) {
            mistake.accept(
                    "its name [name] is that of the LAN [" + name + "], whose switch has the namespace of this name");
        }
        if (all.isHost(name)) {
            mistake.accept("the machine [" + name + "] cannot be a router [name]" + LanMistakes.WHY_NO_ROUTER);
        }
        List<String> own = new ArrayList<>();
        Networks networks = Networks.of(all);
        networks.lansOf(this).forEach(lan -> own.add(lan.name()));
        Set<String> seen = new HashSet<>();
        for (String lan : lans) {
            if (!seen.add(lan)) {
                mistake.accept("[" + lan + "] is twice among its [lans]");
            } else if (!own.contains(lan)) {
                mistake.accept("there is no LAN [" + lan + "] (lans); declared: " + networks.lanNames());
            }
        }
        if (lans.isEmpty() && own.isEmpty()) {
            mistake.accept("it is on no LAN: name some with [lans]");
        }
        hidden.stream().filter(lan -> !own.contains(lan)).forEach(lan -> {
            mistake.accept("it is not on the LAN [" + lan + "], which it is to hide [hidden]; it is on " + own);
        });
        if (advertises
                && networks.lansOf(this).stream()
                        .allMatch(lan -> lan.ipv6Subnets().isEmpty())) {
            mistake.accept("it is to advertise [advertise], and none of its LANs " + own + " has an IPv6 subnet");
        }
        if (advertises) {
            switchesOf(networks, all).forEach(lan -> checkWhoHears(lan, all, mistake));
        }
        if (ttl < 1 || ttl > HIGHEST_TTL) {
            mistake.accept("the time to live [" + ttl + "] (ttl) is not between 1 and " + HIGHEST_TTL);
        }
    }

    /** The machine listens to advertisements, unless it is set up otherwise, and a test may not tell it not to. */
    private void checkWhoHears(Lan lan, Outline all, Consumer<String> mistake) {
        int segment = all.segment(Networks.interfaceOf(lan, name));
        all.links().stream()
                .map(LinkFacts::key)
                .filter(link -> !lan.ipv6Subnets().isEmpty() && all.isHost(link.namespace()))
                .filter(link -> all.segment(link) == segment)
                .forEach(
                        link -> mistake.accept(
                                "it is to advertise [advertise] on the LAN [" + lan.name()
                                        + "], where the machine [" + link.namespace()
                                        + "] could take its default route from it; keep the machine off this LAN, or do not advertise"));
    }

    @Override
    public String toString() {
        return "router " + name + " " + lans + (hidden.isEmpty() ? "" : " hidden " + hidden)
                + (routes ? "" : " without routes")
                + (reversePathFilter == ReversePathFilter.OFF ? "" : " reverse-path filter " + reversePathFilter)
                + (ttl == DEFAULT_TTL ? "" : " ttl " + ttl)
                + (advertises ? " advertise" : "");
    }
}
