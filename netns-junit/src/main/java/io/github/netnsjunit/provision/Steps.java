package io.github.netnsjunit.provision;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.address.DeleteAddress;
import io.github.netnsjunit.kernel.advertisement.RouterAdvertisement;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.link.SettleLink;
import io.github.netnsjunit.kernel.neighbour.FixedNeighbour;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.nft.NftBatch;
import io.github.netnsjunit.kernel.nft.NftTable;
import io.github.netnsjunit.kernel.route.AddRule;
import io.github.netnsjunit.kernel.route.DeleteRule;
import io.github.netnsjunit.kernel.route.RouteAttributes;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.kernel.route.RuleSpec;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.SwitchFacts;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the steps that parts ask for. The properties of an interface are read from the outline. */
public final class Steps {

    /** The interface index of {@code lo}, the same in every namespace. */
    static final int LOOPBACK = 1;

    /**
     * For each IPv6 address of an interface that is up, the kernel joins a multicast group, and looks through all groups that it has
     * joined there. So 10,000 addresses take it 12 s of processor time on an interface that is up, and 2 s on one that is down.
     */
    private static final int MANY_ADDRESSES = 100;

    private final Outline outline;
    private final Part part;
    private final List<Step> all;

    private Steps(Outline outline, Part part, List<Step> all) {
        this.outline = outline;
        this.part = part;
        this.all = all;
    }

    /** Stands for the fact that an interface is up. Interfaces that lie over it need this. */
    private record Up(Key.Link link) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }
    }

    /** Stands for the fact that an interface carries packets. */
    private record Settled(Key.Link link) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }
    }

    /** What an interface has as soon as it is made. The rest it gets when it is configured. */
    private enum InitialState {
        /** It has everything but its addresses. */
        COMPLETE,
        /** It has its master but is down, because the interface below must come up first, or it must get port options or many addresses first. */
        DOWN,
        /** It is down and without a master: the kernel makes the peer of a veth pair like this. */
        BARE
    }

    /** Collects the steps of all parts, in the order of the parts. */
    public static List<Step> of(Collection<Part> parts, Outline outline) {
        List<Step> all = new ArrayList<>();
        for (Part part : parts) {
            Steps steps = new Steps(outline, part, all);
            if (part instanceof Namespace namespace) {
                steps.loopback(namespace);
            } else if (part instanceof Provisioned provisioned) {
                provisioned.provision(outline, steps);
            }
        }
        return all;
    }

    /**
     * Gives {@code lo} its addresses, as the outline says, when it is up: a kernel may give it its own ones only if it then has no other.
     */
    public void loopbackAddresses(Key.Link lo) {
        for (LinkAddress address : facts(lo).addresses()) {
            add(
                    Phase.UP,
                    1,
                    lo.namespace(),
                    lo,
                    Set.of(),
                    Set.of(),
                    List.of(new Work.Undo(
                            lo.namespace(),
                            handles -> () -> delete(lo, LOOPBACK, address.address(), address.prefixLength(), handles))),
                    handles -> new AddAddress(LOOPBACK, address.address(), address.prefixLength()));
        }
    }

    private static Optional<NetlinkRequest> delete(
            Key.Link link, int index, InetAddress address, int length, Handles handles) {
        boolean isThere = handles.list(link.namespace(), AddressMessage.dump()).stream()
                .anyMatch(each ->
                        each.index() == index && each.address().equals(address) && each.prefixLength() == length);
        return isThere ? Optional.of(new DeleteAddress(index, address, length)) : Optional.empty();
    }

    private void loopback(Namespace namespace) {
        if (namespace.loopback() && !namespace.host()) {
            // In the same phase as other links. So a namespace with nothing but peers of others' veth pairs needs one
            // datagram.
            change(Phase.UP, Key.Link.loopback(namespace.name()), Set.of(), handles -> SetLink.up(LOOPBACK));
        }
    }

    /** Makes a link of one interface, and configures it. */
    public void link(Key.Link link, LinkKind kind) {
        link(link, null, kind);
    }

    /** The same for a link that lies over another interface, which may be in another namespace. */
    public void link(Key.Link link, Key.@Nullable Link below, LinkKind kind) {
        InitialState initial = below == null ? initialState(link) : InitialState.DOWN;
        make(link, initial, below, Set.of(), Set.of(link), List.of(delete(link)), handles -> kind);
        configure(link, initial, below);
    }

    /** Makes a link of one interface, which needs other interfaces of its namespace, and configures it. */
    public void link(Key.Link link, Set<Key> needs, Function<Handles, LinkKind> kind) {
        make(link, initialState(link), null, needs, Set.of(link), List.of(delete(link)), kind);
        configure(link, initialState(link), null);
    }

    /** Makes a link of one interface by system calls inside its namespace, where it is down then, and configures it. */
    public void link(Key.Link link, BiConsumer<Libc, Handles> calls) {
        LinkFacts facts = facts(link);
        Work.Calls work = new Work.Calls(calls, List.of(delete(link)));
        all.add(new Step(part, Phase.LINKS, 0, link.namespace(), link, Set.of(), Set.of(link), work));
        if (facts.mtu() != 0 || facts.mac() != null) {
            change(Phase.LINK_SETTINGS, link, Set.of(link), handles -> {
                return SetLink.of(handles.index(link), new LinkChange.Hardware(facts.mtu(), facts.mac()));
            });
        }
        configure(link, InitialState.BARE, null);
    }

    /** Changes a link by system calls inside its namespace. The change need not be undone: it disappears with the link. */
    public void change(Phase phase, Key.Link link, BiConsumer<Libc, Handles> calls) {
        Work.Calls work = new Work.Calls(calls, List.of());
        all.add(new Step(part, phase, 0, link.namespace(), link, Set.of(link), Set.of(), work));
    }

    /**
     * Makes a link of two interfaces, and configures both.
     *
     * @param near the interface in whose namespace the link is made
     * @param peer the other interface, which the kernel makes down and without a master
     * @param kind makes the kernel's description of the link; see {@link #newInterface}
     */
    public void pair(Key.Link near, Key.Link peer, Function<Handles, LinkKind> kind) {
        make(near, initialState(near), null, Set.of(), Set.of(near, peer), List.of(delete(near), delete(peer)), kind);
        configure(near, initialState(near), null);
        configure(peer, InitialState.BARE, null);
    }

    /**
     * A port that has options is made down. Otherwise the switch would for a moment treat it as a port without options. An interface with
     * many addresses is made down too, because the kernel adds them faster then. The ports of a bond must be down when they become its
     * ports.
     */
    private InitialState initialState(Key.Link link) {
        boolean complete = portRequests(link).isEmpty()
                && facts(link).addresses().size() < MANY_ADDRESSES
                && outline.master(facts(link).master())
                        .filter(MasterRole.BUNDLE::equals)
                        .isEmpty();
        return complete ? InitialState.COMPLETE : InitialState.DOWN;
    }

    /** The requests that give an interface its options as a port, once it has its master. A switch's own interface is a port too. */
    private List<IntFunction<NetlinkRequest>> portRequests(Key.Link link) {
        List<IntFunction<NetlinkRequest>> requests = new ArrayList<>();
        outline.port(link).map(PortRequests::of).ifPresent(requests::addAll);
        outline.bridge(link).map(SwitchFacts::own).map(PortRequests::ofSwitch).ifPresent(requests::addAll);
        return requests;
    }

    private void make(
            Key.Link link,
            InitialState initial,
            Key.@Nullable Link below,
            Set<Key> others,
            Set<Key> made,
            List<Work.Undo> undoing,
            Function<Handles, LinkKind> kind) {
        LinkFacts facts = facts(link);
        Key.Link master = facts.master();
        boolean up = facts.up() && initial == InitialState.COMPLETE;
        Set<Key> makes = new HashSet<>(made);
        if (up) {
            makes.add(new Up(link));
        }
        // The kernel looks for the interface below in the namespace in which it is asked.
        String where = below == null ? link.namespace() : below.namespace();
        Set<Key> needs = withoutNulls(below, master);
        needs.addAll(others);
        add(Phase.LINKS, 0, where, link, needs, makes, undoing, handles -> {
            return new NewLink(
                    newInterface(link, handles),
                    kind.apply(handles),
                    below == null ? 0 : handles.index(below),
                    master == null ? 0 : handles.index(master),
                    up,
                    where.equals(link.namespace()) ? null : handles.namespace(link.namespace()));
        });
    }

    private static Set<Key> withoutNulls(@Nullable Key... some) {
        Set<Key> keys = new HashSet<>(Arrays.asList(some));
        keys.remove(null);
        return keys;
    }

    /** Describes an interface that is about to be made, as the outline says. */
    public NewInterface newInterface(Key.Link link, Handles handles) {
        LinkFacts facts = facts(link);
        return new NewInterface(handles.newIndex(link), link.name(), facts.mtu(), facts.mac());
    }

    private static Work.Undo delete(Key.Link link) {
        return new Work.Undo(
                link.namespace(), handles -> () -> handles.made(link).map(DeleteLink::new));
    }

    /** Gives an interface what it did not have when it was made, as the outline says, and brings it up. */
    private void configure(Key.Link link, InitialState initial, Key.@Nullable Link below) {
        LinkFacts facts = facts(link);
        Key.Link master = facts.master();
        if (master != null && initial == InitialState.BARE) {
            change(Phase.MASTERS, link, Set.of(link, master), handles -> {
                return SetLink.of(handles.index(link), new LinkChange.Master(handles.index(master)));
            });
        }
        for (IntFunction<NetlinkRequest> request : portRequests(link)) {
            add(Phase.MASTERS, 1, link.namespace(), link, Set.of(link), Set.of(), List.of(), handles -> {
                return request.apply(handles.index(link));
            });
        }
        addAddresses(facts);
        if (facts.up()) {
            if (initial != InitialState.COMPLETE) {
                Set<Key> needs = withoutNulls(link, below == null ? null : new Up(below));
                add(Phase.UP, 0, link.namespace(), link, needs, Set.of(new Up(link)), List.of(), handles -> {
                    return SetLink.up(handles.index(link));
                });
            }
            // An interface that lies over others carries packets only when these do.
            Set<Key> needs = withoutNulls(link, below == null ? null : new Settled(below));
            outline.links(link.namespace()).stream()
                    .filter(port -> link.equals(port.master()))
                    .forEach(port -> needs.add(new Settled(port.key())));
            add(Phase.SETTLE, 0, link.namespace(), link, needs, Set.of(new Settled(link)), List.of(), handles -> {
                return new SettleLink(handles.index(link));
            });
        }
    }

    private void addAddresses(LinkFacts facts) {
        Key.Link link = facts.key();
        boolean ofAll = outline.namespace(link.namespace()).stream().anyMatch(Namespace::duplicateAddressDetection);
        boolean ofSome = facts.addresses().stream().anyMatch(Steps::isTentative);
        if (ofSome && !ofAll && !outline.isHost(link.namespace())) {
            // Before the parameters that a user sets, which win.
            String parameter = "net/ipv6/conf/" + link.name() + "/accept_dad";
            set(-1, link.namespace(), new Work.Setting(parameter, "1", false), link);
        }
        facts.addresses()
                .forEach(address -> change(Phase.ADDRESSES, link, Set.of(link), handles -> {
                    return new AddAddress(
                            handles.index(link),
                            address.address(),
                            address.prefixLength(),
                            ofAll || isTentative(address),
                            outline.hasConnectedRoutes(link));
                }));
    }

    private static boolean isTentative(LinkAddress address) {
        return address.state() == LinkAddress.State.TENTATIVE;
    }

    /** Changes a link. The change need not be undone: it disappears with the link. */
    public void change(Phase phase, Key.Link link, Set<Key> needs, Function<Handles, NetlinkRequest> request) {
        add(phase, 0, link.namespace(), link, needs, Set.of(), List.of(), request);
    }

    /**
     * Sets a kernel parameter.
     *
     * @param of the interface that the parameter belongs to; {@code null} if it belongs to the whole namespace
     */
    public void set(String namespace, String parameter, String value, Key.@Nullable Link of) {
        set(0, namespace, new Work.Setting(parameter, value, false), of);
    }

    /** Sets a kernel parameter, if the kernel has it. */
    public void setIfPresent(String namespace, String parameter, String value, Key.@Nullable Link of) {
        set(0, namespace, new Work.Setting(parameter, value, true), of);
    }

    private void set(int order, String namespace, Work.Setting setting, Key.@Nullable Link of) {
        all.add(new Step(
                part,
                of == null ? Phase.SETTINGS : Phase.LINK_SETTINGS,
                order,
                namespace,
                null,
                of == null ? Set.of() : Set.of(of),
                Set.of(),
                setting));
    }

    /** Adds an entry of the neighbour table that stays; without a MAC address, that of a proxy. */
    public void neighbour(Key.Link link, InetAddress address, @Nullable MacAddress mac) {
        Work.Undo undo = new Work.Undo(link.namespace(), handles -> {
            int index = handles.index(link);
            return () -> Optional.of(new FixedNeighbour(index, address, mac, false));
        });
        add(Phase.ROUTES, 2, link.namespace(), link, Set.of(link), Set.of(), List.of(undo), handles -> {
            return new FixedNeighbour(handles.index(link), address, mac, true);
        });
    }

    /** Lets a router advertise itself on some of its interfaces, when the whole network is there. */
    public void advertise(String router, Map<Key.Link, RouterAdvertisement> onLinks) {
        begin(Phase.SERVICES, router, null, new Work.Begin(Advertising.from(router, onLinks), false));
    }

    /** Waits until an interface has formed an address of each prefix that a router advertises. */
    public void awaitFormedAddresses(Key.Link link, List<IpNetwork> prefixes) {
        begin(Phase.EFFECTS, link.namespace(), link, new Work.Begin(Advertising.awaitAddresses(link, prefixes), true));
    }

    private void begin(Phase phase, String namespace, Key.@Nullable Link about, Work.Begin work) {
        all.add(new Step(part, phase, 0, namespace, about, Set.of(), Set.of(), work));
    }

    /** Gives an interface of another part one more address, without a subnet. */
    public void address(Key.Link link, InetAddress address) {
        int length = address.getAddress().length * Byte.SIZE;
        Work.Undo undo = new Work.Undo(link.namespace(), handles -> {
            int index = handles.index(link);
            return () -> delete(link, index, address, length, handles);
        });
        add(Phase.ADDRESSES, 1, link.namespace(), link, Set.of(link), Set.of(), List.of(undo), handles -> {
            return new AddAddress(handles.index(link), address, length, false);
        });
    }

    /** Makes a table of nf_tables with all that is in it. It is taken back as a whole. */
    public void table(String namespace, NftTable table, NftBatch make) {
        Work rules = new Work.Rules(make, NftBatch.of(table.delete()));
        all.add(new Step(part, Phase.POLICY, 0, namespace, null, Set.of(), Set.of(), rules));
    }

    /** Loads a ruleset in the language of nft, after the tables that parts make. */
    public void ruleset(String namespace, String text) {
        all.add(new Step(part, Phase.POLICY, 1, namespace, null, Set.of(), Set.of(), new Work.Ruleset(text)));
    }

    /**
     * Starts a service.
     *
     * @param key the key of the service, which the part declares
     * @param of the service that must run before; null for none
     */
    public void start(Key key, @Nullable Key of, Work.Opening opening) {
        all.add(new Step(
                part,
                Phase.SERVICES,
                of == null ? 0 : 1,
                key.namespace(),
                null,
                withoutNulls(of),
                Set.of(key),
                new Work.Starting(key, opening)));
    }

    /**
     * Adds a route, as the outline says.
     *
     * @param attributes makes what else the route says
     */
    public void route(Key key, Function<RouteSpec, RouteAttributes> attributes) {
        RouteFacts route = outline.route(key)
                .orElseThrow(() -> new IllegalStateException("the outline has no " + key + " of [" + part + "]"));
        String namespace = route.namespace();
        List<Key.Link> through = route.hops().stream()
                .flatMap(hop -> Stream.ofNullable(hop.dev()))
                .map(dev -> new Key.Link(namespace, dev))
                .toList();
        // Without an interface, the kernel takes the one that has the gateway on its link.
        // That could be any of them, so all must exist.
        boolean ofAll = through.size() < route.hops().size() || through.isEmpty();
        Set<Key> needs = new HashSet<>();
        outline.links(namespace).stream()
                .map(LinkFacts::key)
                .filter(each -> ofAll || through.contains(each))
                .forEach(needs::add);
        add(
                Phase.ROUTES,
                route.hops().stream().allMatch(hop -> hop.via() == null) ? 0 : 1,
                namespace,
                through.isEmpty() ? null : through.get(0),
                needs,
                Set.of(route.key()),
                List.of(new Work.Undo(namespace, handles -> RouteRequests.delete(route, handles))),
                handles -> RouteRequests.add(route, attributes, handles));
    }

    /** Adds a policy rule. */
    public void rule(String namespace, RuleSpec rule) {
        add(
                Phase.RULES,
                0,
                namespace,
                null,
                Set.of(),
                Set.of(),
                List.of(new Work.Undo(
                        namespace, handles -> () -> DeleteRule.of(rule, handles.list(namespace, RuleMessage.dump())))),
                handles -> new AddRule(rule));
    }

    private void add(
            Phase phase,
            int order,
            String namespace,
            Key.@Nullable Link about,
            Set<Key> needs,
            Set<Key> makes,
            List<Work.Undo> undoing,
            Function<Handles, NetlinkRequest> request) {
        all.add(new Step(part, phase, order, namespace, about, needs, makes, new Work.Request(request, undoing)));
    }

    private LinkFacts facts(Key.Link link) {
        return outline.link(link)
                .orElseThrow(() -> new IllegalStateException("the outline has no " + link + " of [" + part + "]"));
    }
}
