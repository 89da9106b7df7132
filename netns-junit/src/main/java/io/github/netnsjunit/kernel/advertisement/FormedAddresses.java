package io.github.netnsjunit.kernel.advertisement;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.address.AddressMessage;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.Notifications;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Waits until a host has formed its addresses of the prefixes that a router advertises (RFC 4862, 5.5). */
public final class FormedAddresses {

    /** A host asks a second after it came up, then each 4 s. A look for duplicates takes 2 s more. */
    private static final int SECONDS = 30;

    private FormedAddresses() {}

    /**
     * Waits in the calling thread's network namespace until an interface has an address of each prefix, which can be used.
     *
     * @param list lists what there is in that namespace
     * @return false if it had not after 30 s
     */
    public static boolean await(
            Libc libc,
            int index,
            List<IpNetwork> prefixes,
            Function<NetlinkDump<AddressMessage>, List<AddressMessage>> list) {
        try (Notifications notifications = Notifications.open(libc, Rtnetlink.RTNLGRP_IPV6_IFADDR)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!haveAll(index, prefixes, list)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                notifications.await((int) left, change -> {});
            }
            return true;
        }
    }

    private static boolean haveAll(
            int index, List<IpNetwork> prefixes, Function<NetlinkDump<AddressMessage>, List<AddressMessage>> list) {
        try {
            List<AddressMessage> usable = list.apply(AddressMessage.dump(Libc.AF_INET6)).stream()
                    .filter(each -> each.index() == index && each.state() != LinkAddress.State.TENTATIVE)
                    .toList();
            return prefixes.stream()
                    .allMatch(prefix -> usable.stream().anyMatch(each -> prefix.contains(each.address())));
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EINTR) {
                return false; // they changed while they were listed: there is a notification
            }
            throw failure;
        }
    }
}
