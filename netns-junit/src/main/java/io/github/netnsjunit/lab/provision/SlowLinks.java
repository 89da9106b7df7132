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
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.SwitchFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Waits for the interfaces that are up and yet carry packets only later: a bond, which looks for the carriers of its ports from time to
 * time, and a switch whose ports listen and learn first, if the topology wants to wait for it. The kernel notifies of both.
 */
final class SlowLinks {

    /** Most bonds look each 10 ms. One that is told to look seldom is not waited for longer than this. */
    private static final Duration LONGEST_FOR_BONDS = Duration.ofSeconds(10);

    /** A port listens and learns for 30 s each at most. */
    private static final Duration LONGEST_FOR_PORTS = Duration.ofSeconds(90);

    private final Libc libc;
    private final Site site;
    private final Set<String> switches;
    private final Deadline forBonds = Deadline.in(LONGEST_FOR_BONDS);
    private final Deadline forPorts = Deadline.in(LONGEST_FOR_PORTS);

    private SlowLinks(Libc libc, Site site, Set<String> switches) {
        this.libc = libc;
        this.site = site;
        this.switches = switches;
    }

    /** Waits for those of a namespace that the topology says. */
    static void await(Libc libc, Site site, Outline outline) {
        List<Key.Link> links =
                outline.links(site.name()).stream().map(LinkFacts::key).toList();
        Set<String> switches = links.stream()
                .filter(link -> outline.bridge(link)
                        .filter(SwitchFacts::awaitForwarding)
                        .isPresent())
                .map(Key.Link::name)
                .collect(Collectors.toSet());
        boolean bonds = links.stream()
                .anyMatch(link ->
                        outline.master(link).filter(MasterRole.BUNDLE::equals).isPresent());
        if (!site.host() && (bonds || !switches.isEmpty())) {
            new SlowLinks(libc, site, switches).await();
        }
    }

    /** Waits for the bonds of a namespace. */
    static void awaitBonds(Libc libc, Site site) {
        new SlowLinks(libc, site, Set.of()).await();
    }

    private void await() {
        try {
            if (isSettled(look())) {
                return;
            }
            try (Notifications notifications = notifications()) {
                for (Optional<Waiting> waiting = look(); !isSettled(waiting); waiting = look()) {
                    boolean onlyBonds =
                            waiting.filter(some -> some.ports().isEmpty()).isPresent();
                    notifications.await((int) (onlyBonds ? forBonds : forPorts).millisLeft(), change -> {});
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
     * @param bonds bonds that have a port with a carrier, and carry no packets yet
     * @param ports ports that do not know yet whether they may forward
     */
    private record Waiting(List<String> bonds, List<String> ports) {}

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
        return ports.isEmpty() && (waiting.get().bonds().isEmpty() || forBonds.isOver());
    }

    /** Looks what is to be waited for; empty if the links changed too fast to be listed. */
    private Optional<Waiting> look() {
        try {
            List<LinkMessage> links = site.netlink().dump(LinkMessage.dump());
            return Optional.of(new Waiting(slowBonds(links), undecidedPorts(links)));
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EINTR) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private static List<String> slowBonds(List<LinkMessage> links) {
        return links.stream()
                .filter(bond -> "bond".equals(bond.kind()) && bond.isUp())
                .filter(bond -> !bond.hasCarrier() || bond.operationalState() != OperationalState.UP)
                .filter(bond -> links.stream()
                        .anyMatch(port -> port.master() == bond.index() && port.isUp() && port.hasCarrier()))
                .map(LinkMessage::name)
                .toList();
    }

    private List<String> undecidedPorts(List<LinkMessage> links) {
        Set<Integer> bridges = links.stream()
                .filter(link -> link.isUp() && switches.contains(link.name()))
                .map(LinkMessage::index)
                .collect(Collectors.toSet());
        if (bridges.isEmpty()) {
            return List.of();
        }
        return site.netlink().dump(BridgePortMessage.dump()).stream()
                .filter(port -> bridges.contains(port.master()) && port.isUndecided())
                .map(BridgePortMessage::name)
                .toList();
    }
}
