package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.address.GroupMessage;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.OperationalState;
import io.github.netnsjunit.kernel.link.SettleLink;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.Notifications;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.Visit;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the IPv6 addresses of a namespace can be used.
 *
 * <p>The kernel makes an IPv6 address ready a moment later, in the background ({@code addrconf_dad_work}), even if it does not have to
 * look for duplicates. Until then an address that the kernel gave by itself is tentative: no socket may use it. And an address that was
 * added with {@code nodad} does not yet answer to those who ask for its MAC address, because the interface has not joined the address's
 * multicast group. Whoever asks then asks again a second later. Afterwards the kernel notifies of the address.
 */
public final class Settling {

    /**
     * The kernel looks for a duplicate for 1 to 2 s by default, and a second longer for each probe that
     * {@code net.ipv6.conf.*.dad_transmits} adds. Where there are thousands of addresses, the time begins anew with each that is ready.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Nobody notifies of a link that loses its carrier meanwhile, and then its addresses need not be waited for. */
    private static final int LONGEST_WAIT_MILLIS = 100;

    private final Libc libc;
    private final Site site;

    private Settling(Libc libc, Site site) {
        this.libc = libc;
        this.site = site;
    }

    /**
     * Waits until all links of a namespace that are up and have a carrier carry packets, and until its addresses can be used. Does not
     * wait in the host's namespace, where the machine's own settings hold.
     */
    public static void ofAllLinks(Libc libc, Site site) {
        if (site.host()) {
            return;
        }
        try {
            // Also links that seem settled: one that was taken down and brought up may still have the operational
            // state of before. It gets its addresses only when the kernel looks at it again, up to a second later.
            List<LinkMessage> up = site.netlink().dump(LinkMessage.dump()).stream()
                    .filter(LinkMessage::isUp)
                    .toList();
            List<SettleLink> links =
                    up.stream().map(link -> new SettleLink(link.index())).toList();
            // Twice, because an interface that lies over others hears of their carrier only when these have settled.
            site.netlink().execute(Stream.concat(links.stream(), links.stream()).toList());
            if (up.stream()
                    .anyMatch(link -> "bond".equals(link.kind()) && link.operationalState() != OperationalState.UP)) {
                SlowLinks.awaitBonds(libc, site);
            }
        } catch (LinuxException failure) {
            if (failure.errno() != Errno.ENODEV) { // somebody has just removed a link
                throw Refusals.explain(failed(site.name()), failure);
            }
        }
        ofAddresses(libc, site);
    }

    /** Waits until the addresses of the links that carry packets can be used, or duplicates of them were found. */
    static void ofAddresses(Libc libc, Site site) {
        Settling settling = new Settling(libc, site);
        settling.explained(settling::awaitUnlessSettled);
    }

    /**
     * Adds an address, and waits until it can be used, or until a duplicate of it was found.
     *
     * @param link the link that gets the address
     * @param add adds it
     */
    public static void ofOneAddress(Libc libc, Site site, LinkMessage link, LinkAddress address, Runnable add) {
        if (site.host() || !(address.address() instanceof Inet6Address) || !isReady(link)) {
            add.run();
            return;
        }
        Settling settling = new Settling(libc, site);
        settling.explained(() -> {
            try (Notifications notifications = settling.notifications()) {
                add.run();
                AddressMessage added = new AddressMessage(
                        link.index(), address.address(), address.prefixLength(), LinkAddress.State.TENTATIVE);
                settling.await(notifications, Optional.of(List.of(added)));
            }
        });
    }

    private void explained(Runnable wait) {
        try {
            wait.run();
        } catch (LinuxException failure) {
            throw Refusals.explain(failed(site.name()), failure);
        }
    }

    /** Only one namespace in some thirty is not settled by now, so only then is it entered, to ask for notifications. */
    private void awaitUnlessSettled() {
        if (isNothing(look())) {
            return;
        }
        try (Notifications notifications = notifications()) {
            await(notifications, look());
        }
    }

    /** Asks for notifications about the addresses in the namespace. */
    private Notifications notifications() {
        return Visit.to(site.network(), libc, () -> Notifications.open(libc, Rtnetlink.RTNLGRP_IPV6_IFADDR));
    }

    /**
     * Waits until the kernel has notified of all addresses.
     *
     * @param first those for which it has not yet; empty if that is unknown
     */
    private void await(Notifications notifications, Optional<List<AddressMessage>> first) {
        Deadline deadline = Deadline.in(TIMEOUT);
        int fewest = Integer.MAX_VALUE;
        for (Optional<List<AddressMessage>> left = first; !isNothing(left); ) {
            int count = left.map(List::size).orElse(fewest);
            if (count < fewest) {
                fewest = count;
                deadline = Deadline.in(TIMEOUT);
            }
            if (deadline.isOver()) {
                throw late(left);
            }
            Set<Place> settled = new HashSet<>();
            int patience = (int) Math.min(LONGEST_WAIT_MILLIS, deadline.millisLeft());
            boolean complete = notifications.await(
                    patience, message -> Place.ofSettled(message).ifPresent(settled::add));
            left = complete ? left.map(some -> without(settled, some)) : look();
            if (left.isEmpty()) {
                left = look();
            }
        }
    }

    private static List<AddressMessage> without(Set<Place> settled, List<AddressMessage> addresses) {
        return addresses.stream()
                .filter(each -> !settled.contains(new Place(each.index(), each.address())))
                .toList();
    }

    /** An address and the interface that has it. */
    private record Place(int index, InetAddress address) {

        /** The one that need not be waited for any more, after a notification. */
        static Optional<Place> ofSettled(MessageReader notification) {
            AddressMessage address = AddressMessage.parse(notification);
            return notification.type() == Rtnetlink.RTM_DELADDR || address.state() != LinkAddress.State.TENTATIVE
                    ? Optional.of(new Place(address.index(), address.address()))
                    : Optional.empty();
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place that && index == that.index && address.equals(that.address);
        }

        @Override
        public int hashCode() {
            return Objects.hash(index, address);
        }
    }

    private static boolean isNothing(Optional<List<AddressMessage>> left) {
        return left.filter(List::isEmpty).isPresent();
    }

    /** The addresses that the kernel is about to make ready; empty if they changed too fast to be listed. */
    private Optional<List<AddressMessage>> look() {
        try {
            return Optional.of(unsettled());
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EINTR) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private LabException late(Optional<List<AddressMessage>> left) {
        Failed failed = failed(site.name());
        return left.map(some -> late(some.get(0).index(), some.get(0).linkAddress()))
                .orElseGet(() -> new LabException(
                        failed + ": the addresses still change after " + TIMEOUT.toSeconds() + " s", failed, null));
    }

    private LabException late(int index, LinkAddress address) {
        Failed failed = failed(site.name())
                .about(links().stream()
                        .filter(link -> link.index() == index)
                        .findFirst()
                        .map(LinkMessage::name)
                        .orElse(null));
        return new LabException(
                failed + ": after " + TIMEOUT.toSeconds() + " s the kernel has not made the address [" + address
                        + "] ready for use",
                failed,
                null);
    }

    static Failed failed(String namespace) {
        return Failed.at("settle the links").in(namespace);
    }

    /** The addresses that the kernel is about to make ready. */
    private List<AddressMessage> unsettled() {
        List<AddressMessage> addresses = site.netlink().dump(AddressMessage.dump(Libc.AF_INET6)).stream()
                .filter(each -> each.address() instanceof Inet6Address six && !six.isLoopbackAddress())
                .filter(each -> each.state() != LinkAddress.State.DADFAILED)
                .toList();
        if (addresses.isEmpty()) {
            return addresses; // perhaps there is no IPv6, and no list of its groups
        }
        Set<GroupMessage> groups = Set.copyOf(site.netlink().dump(GroupMessage.dump()));
        List<AddressMessage> unsettled = addresses.stream()
                .filter(each -> each.state() == LinkAddress.State.TENTATIVE
                        || !groups.contains(GroupMessage.solicitedNode(each.index(), each.address())))
                .toList();
        if (unsettled.isEmpty()) {
            return unsettled;
        }
        Set<Integer> ready = links().stream()
                .filter(Settling::isReady)
                .map(LinkMessage::index)
                .collect(Collectors.toSet());
        return unsettled.stream().filter(each -> ready.contains(each.index())).toList();
    }

    private List<LinkMessage> links() {
        return site.netlink().dump(LinkMessage.dump());
    }

    /**
     * Whether the kernel makes the addresses of a link ready soon. A link without neighbours joins no groups, and its addresses can be
     * used at once. The operational state is not asked: before Linux 6.8 it may follow the carrier a second later.
     */
    private static boolean isReady(LinkMessage link) {
        return link.isUp() && link.hasCarrier() && !link.hasNoNeighbours();
    }
}
