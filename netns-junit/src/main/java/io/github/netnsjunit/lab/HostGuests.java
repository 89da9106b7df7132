package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The links that a lab has put into the host's namespace. Only they may be changed there. They would vanish with their peers, a
 * moment after the lab; they are removed at its end, so that the next lab finds the host as this one did.
 */
final class HostGuests {

    private final String host;
    private final NamespaceNetwork network;
    private final Supplier<NetlinkSocket> netlink;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    HostGuests(String host, NamespaceNetwork network, Supplier<NetlinkSocket> netlink) {
        this.host = host;
        this.network = network;
        this.netlink = netlink;
    }

    void add(String interfaceName) {
        names.add(interfaceName);
    }

    void check(String interfaceName) {
        if (!names.contains(interfaceName)) {
            throw new LabException(
                    "namespace [" + host + "] is the host's own, and its interface [" + interfaceName
                            + "] is not a test's to change; the test's are " + names,
                    null);
        }
    }

    void checkAddress(String interfaceName, String address) {
        check(interfaceName);
        HostGuard.checkAddress(host, interfaceName, InterfaceAddress.parse(address), netlink.get());
    }

    LabException refuse(String what) {
        return new LabException(
                "namespace [" + host + "] is the host's own, and " + what
                        + " there while it runs is not for a test; declare it, so that it is checked against what the host has",
                null);
    }

    void removeAll() {
        for (String name : names) {
            network.removeLinkIfPresent(name);
        }
    }
}
