package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.link.DeleteLink;
import io.github.netnsjunit.kernel.link.LinkChange;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.link.SettleLink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.topology.CableFacts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.LinkQueues;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.SwitchFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps that make interfaces, configure them as the outline says, and bring them up. */
final class LinkSteps {

    /**
     * For each IPv6 address of an interface that is up, the kernel joins a multicast group, and looks through all groups that it has
     * joined there. So 10,000 addresses take it 12 s of processor time on an interface that is up, and 2 s on one that is down.
     */
    private static final int MANY_ADDRESSES = 100;

    private final Outline outline;
    private final Steps steps;

    LinkSteps(Outline outline, Steps steps) {
        this.outline = outline;
        this.steps = steps;
    }

    /** Stands for the fact that an interface is up. Interfaces that lie over it need this, and large bridges that it is a host of. */
    private record Up(Key.Link link) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Up that && link.equals(that.link);
        }

        @Override
        public int hashCode() {
            return link.hashCode();
        }
    }

    /** Stands for the fact that an interface carries packets. */
    private record Settled(Key.Link link) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Settled that && link.equals(that.link);
        }

        @Override
        public int hashCode() {
            return link.hashCode();
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

    /** Makes a link of one interface, which may lie over another and may need others of its namespace. */
    void single(Key.Link link, Key.@Nullable Link below, Set<Key> needs, Function<Handles, LinkKind> kind) {
        InitialState initial = below == null ? initialState(link) : InitialState.DOWN;
        make(link, initial, below, needs, null, kind);
        configure(link, initial, below);
    }

    /** Makes a link of two interfaces. The kernel makes the peer down and without a master. */
    void pair(Key.Link near, Key.Link peer, Function<Handles, LinkKind> kind) {
        InitialState initial = initialState(near);
        make(near, initial, null, Set.of(), peer, kind);
        configure(near, initial, null);
        configure(peer, InitialState.BARE, null);
    }

    /** Makes a link of one interface by system calls inside its namespace, where it is down then. */
    void byCalls(Key.Link link, BiConsumer<Libc, Handles> calls) {
        LinkFacts facts = steps.facts(link);
        Work.Undo undo = new Work.Undo(
                link.namespace(), handles -> () -> handles.made(link).map(DeleteLink::new));
        steps.step(Phase.LINKS, link.namespace()).about(link).makes(link).work(new Work.Calls(calls, List.of(undo)));
        if (facts.mtu() != 0 || facts.mac() != null) {
            steps.step(Phase.LINK_SETTINGS, link).request(handles -> {
                return SetLink.of(handles.index(link), new LinkChange.Hardware(facts.mtu(), facts.mac()));
            });
        }
        configure(link, InitialState.BARE, null);
    }

    /** Describes an interface that is about to be made. */
    NewInterface newInterface(Key.Link link, Handles handles) {
        LinkFacts facts = steps.facts(link);
        LinkQueues queues = outline.queues(link);
        return new NewInterface(
                handles.newIndex(link), link.name(), facts.mtu(), facts.mac(), queues.transmit(), queues.receive());
    }

    /**
     * A port that has options is made down. Otherwise the switch would for a moment treat it as a port without options. An interface with
     * many addresses is made down too, because the kernel adds them faster then. The ports of a bond must be down when they become its
     * ports.
     */
    private InitialState initialState(Key.Link link) {
        LinkFacts facts = steps.facts(link);
        boolean complete = portRequests(link).isEmpty()
                && facts.addresses().size() < MANY_ADDRESSES
                && !comesUpAfterItsHosts(link)
                && outline.master(facts.master())
                        .filter(MasterRole.BUNDLE::equals)
                        .isEmpty();
        return complete ? InitialState.COMPLETE : InitialState.DOWN;
    }

    /** Whether a link is a bridge with many ports, and no host of it looks for duplicates of its address, which the others must hear. */
    private boolean comesUpAfterItsHosts(Key.Link link) {
        return outline.bridge(link).isPresent()
                && outline.portsOf(link).size() >= Steps.MANY_PORTS
                && hostsOf(link).stream()
                        .flatMap(host -> outline.link(host).stream())
                        .noneMatch(steps.addresses()::looksForDuplicates);
    }

    /** The interfaces at the other ends of the cables of a bridge's ports. */
    private Set<Key.Link> hostsOf(Key.Link bridge) {
        Set<Key.Link> ports =
                outline.portsOf(bridge).stream().map(LinkFacts::key).collect(Collectors.toSet());
        Set<Key.Link> hosts = new HashSet<>();
        for (CableFacts cable : outline.cables()) {
            if (ports.contains(cable.one())) {
                hosts.add(cable.other());
            }
            if (ports.contains(cable.other())) {
                hosts.add(cable.one());
            }
        }
        return hosts;
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
            Key.@Nullable Link peer,
            Function<Handles, LinkKind> kind) {
        LinkFacts facts = steps.facts(link);
        Key.Link master = facts.master();
        boolean up = facts.up() && initial == InitialState.COMPLETE;
        // The kernel looks for the interface below in the namespace in which it is asked.
        String where = below == null ? link.namespace() : below.namespace();
        StepBuilder step = steps.step(Phase.LINKS, where)
                .about(link)
                .needs(below)
                .needs(master)
                .needs(others)
                .makes(link)
                .undoIn(link.namespace(), deletionOf(link));
        if (up) {
            step.makes(new Up(link));
        }
        if (peer != null) {
            step.makes(peer).undoIn(peer.namespace(), deletionOf(peer));
        }
        step.request(handles -> new NewLink(
                newInterface(link, handles),
                kind.apply(handles),
                below == null ? 0 : handles.index(below),
                master == null ? 0 : handles.index(master),
                up,
                where.equals(link.namespace()) ? null : handles.namespace(link.namespace())));
    }

    private static Function<Handles, Supplier<Optional<DeleteLink>>> deletionOf(Key.Link link) {
        return handles -> () -> handles.made(link).map(DeleteLink::new);
    }

    /** Gives an interface what it did not have when it was made, and brings it up. */
    private void configure(Key.Link link, InitialState initial, Key.@Nullable Link below) {
        LinkFacts facts = steps.facts(link);
        Key.Link master = facts.master();
        if (master != null && initial == InitialState.BARE) {
            steps.step(Phase.MASTERS, link).needs(master).request(handles -> {
                return SetLink.of(handles.index(link), new LinkChange.Master(handles.index(master)));
            });
        }
        for (IntFunction<NetlinkRequest> request : portRequests(link)) {
            steps.step(Phase.MASTERS, link).order(1).request(handles -> request.apply(handles.index(link)));
        }
        steps.addresses().ofFresh(facts);
        if (facts.up()) {
            if (initial != InitialState.COMPLETE) {
                boolean late = comesUpAfterItsHosts(link);
                steps.step(Phase.UP, link)
                        .order(late ? 1 : 0)
                        .needs(below == null ? null : new Up(below))
                        .needs(late ? hostsOf(link).stream().map(Up::new).collect(Collectors.toSet()) : Set.of())
                        .makes(new Up(link))
                        .request(handles -> SetLink.up(handles.index(link)));
            }
            settle(link, below);
        }
    }

    /** An interface that lies over others carries packets only when these do. */
    private void settle(Key.Link link, Key.@Nullable Link below) {
        StepBuilder step = steps.step(Phase.SETTLE, link)
                .needs(below == null ? null : new Settled(below))
                .makes(new Settled(link));
        outline.portsOf(link).forEach(port -> step.needs(new Settled(port.key())));
        step.request(handles -> new SettleLink(handles.index(link)));
    }
}
