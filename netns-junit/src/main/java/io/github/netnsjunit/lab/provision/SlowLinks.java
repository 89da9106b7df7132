package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.bridge.BridgePortMessage;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.OperationalState;
import io.github.netnsjunit.kernel.netlink.Notifications;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.Visit;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.SwitchFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Waits for the interfaces that are up and yet carry packets only later: a bond, which looks for the carriers of its ports from time to
 * time; a bridge that came up after its hosts, which before Linux 6.8 follows the carriers of its ports in the background; and a switch
 * whose ports listen and learn first, if the topology wants to wait for it. The kernel notifies of all three.
 */
final class SlowLinks {

    /** Most bonds look each 10 ms. One that is told to look seldom is not waited for longer than this. */
    private static final Duration LONGEST_FOR_MASTERS = Duration.ofSeconds(10);

    /** A port listens and learns for 30 s each at most. */
    private static final Duration LONGEST_FOR_PORTS = Duration.ofSeconds(90);

    private final Libc libc;
    private final Site site;
    private final Set<String> bridges;
    private final Set<String> switches;
    private final Deadline forMasters = Deadline.in(LONGEST_FOR_MASTERS);
    private final Deadline forPorts = Deadline.in(LONGEST_FOR_PORTS);

    /**
     * @param bridges the names of the bridges that came up after their hosts
     * @param switches the names of those whose ports are waited for
     */
    private SlowLinks(Libc libc, Site site, Set<String> bridges, Set<String> switches) {
        this.libc = libc;
        this.site = site;
        this.bridges = bridges;
        this.switches = switches;
    }

    /** Waits for those of a namespace that the topology says. */
    static void await(Libc libc, Site site, Outline outline) {
        List<Key.Link> links =
                outline.links(site.name()).stream().map(LinkFacts::key).toList();
        Set<String> bridges = names(
                links,
                link -> outline.bridge(link)
                                .filter(facts -> !facts.spanningTree())
                                .isPresent()
                        && outline.portsOf(link).size() >= Steps.MANY_PORTS);
        Set<String> switches = names(
                links,
                link -> outline.bridge(link)
                        .filter(SwitchFacts::awaitForwarding)
                        .isPresent());
        boolean bonds = links.stream()
                .anyMatch(link ->
                        outline.master(link).filter(MasterRole.BUNDLE::equals).isPresent());
        if (!site.host() && (bonds || !bridges.isEmpty() || !switches.isEmpty())) {
            new SlowLinks(libc, site, bridges, switches).await();
        }
    }

    private static Set<String> names(List<Key.Link> links, Predicate<Key.Link> wanted) {
        return links.stream().filter(wanted).map(Key.Link::name).collect(Collectors.toSet());
    }

    /** Waits for the bonds of a namespace. */
    static void awaitBonds(Libc libc, Site site) {
        new SlowLinks(libc, site, Set.of(), Set.of()).await();
    }

    private void await() {
        try {
            if (isSettled(look())) {
                return;
            }
            try (Notifications notifications = notifications()) {
                for (Optional<Waiting> waiting = look(); !isSettled(waiting); waiting = look()) {
                    boolean onlyMasters =
                            waiting.filter(some -> some.ports().isEmpty()).isPresent();
                    notifications.await((int) (onlyMasters ? forMasters : forPorts).millisLeft(), change -> {});
                }
            }
        } catch (LinuxException failure) {
            throw Refusals.explain(Settling.failed(site.name()), failure);
        }
    }

    private Notifications notifications() {
        return Visit.to(site.network(), libc, () -> Notifications.open(libc, Rtnetlink.RTNLGRP_LINK));
    }

    /**
     * What still has to be waited for.
     *
     * @param masters bonds and bridges that have a port with a carrier, and carry no packets yet
     * @param ports ports that do not know yet whether they may forward
     */
    private record Waiting(List<String> masters, List<String> ports) {}

    private boolean isSettled(Optional<Waiting> waiting) {
        if (waiting.isEmpty()) {
            return false;
        }
        List<String> ports = waiting.get().ports();
        if (!ports.isEmpty() && forPorts.isOver()) {
            Failed failed = Settling.failed(site.name()).about(ports.get(0));
            throw new LabException(
                    failed + ": after " + LONGEST_FOR_PORTS.toSeconds() + " s the port does not forward", failed, null);
        }
        return ports.isEmpty() && (waiting.get().masters().isEmpty() || forMasters.isOver());
    }

    /** Looks what is to be waited for; empty if the links changed too fast to be listed. */
    private Optional<Waiting> look() {
        try {
            List<LinkMessage> links = site.netlink().dump(LinkMessage.dump());
            return Optional.of(new Waiting(slowMasters(links), undecidedPorts(links)));
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EINTR) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private List<String> slowMasters(List<LinkMessage> links) {
        Set<Integer> carried = links.stream()
                .filter(port -> port.isUp() && port.hasCarrier())
                .map(LinkMessage::master)
                .collect(Collectors.toSet());
        return links.stream()
                .filter(link -> "bond".equals(link.kind()) || bridges.contains(link.name()))
                .filter(master -> master.isUp() && carried.contains(master.index()))
                .filter(master -> !master.hasCarrier() || master.operationalState() != OperationalState.UP)
                .map(LinkMessage::name)
                .toList();
    }

    private List<String> undecidedPorts(List<LinkMessage> links) {
        Set<Integer> waited = links.stream()
                .filter(link -> link.isUp() && switches.contains(link.name()))
                .map(LinkMessage::index)
                .collect(Collectors.toSet());
        if (waited.isEmpty()) {
            return List.of();
        }
        return site.netlink().dump(BridgePortMessage.dump()).stream()
                .filter(port -> waited.contains(port.master()) && port.isUndecided())
                .map(BridgePortMessage::name)
                .toList();
    }
}
