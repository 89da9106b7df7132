package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkSocket;
import io.github.netnsjunit.kernel.libc.Descriptor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The host's network, where a test may change nothing but the links that its lab has put there. They would vanish with their peers,
 * a moment after the lab; they are removed at its end, so that the next lab finds the host as this one did.
 */
final class HostNetwork extends NamespaceNetwork {

    /** Their interface indexes by their names: a link of the host's own may come to have such a name, but not both. */
    private final Map<String, Integer> guests;

    HostNetwork(String namespace, Descriptor descriptor, NetlinkSocket netlink, Map<String, Integer> guests) {
        super(namespace, descriptor, netlink);
        this.guests = new ConcurrentHashMap<>(guests);
    }

    @Override
    void adopt(String interfaceName) {
        guests.put(interfaceName, index(interfaceName));
    }

    @Override
    void removeGuests() {
        removeLinks(link -> Integer.valueOf(link.index()).equals(guests.get(link.name())));
    }

    @Override
    void setUp(String interfaceName, boolean up) {
        checkGuest(interfaceName);
        super.setUp(interfaceName, up);
    }

    @Override
    void addAddress(String interfaceName, String address) {
        checkGuest(interfaceName);
        HostGuard.checkAddress(namespace(), interfaceName, InterfaceAddress.parse(address), netlink(), guests.keySet());
        super.addAddress(interfaceName, address);
    }

    @Override
    void removeAddress(String interfaceName, String address) {
        checkGuest(interfaceName);
        super.removeAddress(interfaceName, address);
    }

    @Override
    void moveLink(String interfaceName, NamespaceNetwork to) {
        checkGuest(interfaceName);
        super.moveLink(interfaceName, to);
        guests.remove(interfaceName);
    }

    @Override
    void removeLink(String interfaceName) {
        checkGuest(interfaceName);
        super.removeLink(interfaceName);
        guests.remove(interfaceName);
    }

    @Override
    void addRoute(StaticRoute route) {
        throw refuse("add a route");
    }

    @Override
    void removeRoute(String to) {
        throw refuse("remove a route");
    }

    @Override
    void addVethPair(String name, String peerName) {
        throw refuse("make a link");
    }

    @Override
    void checkSysctlChange(String parameter) {
        throw new LabException("a test may not change the host's kernel parameters: " + parameter, null);
    }

    private void checkGuest(String interfaceName) {
        if (!guests.containsKey(interfaceName)) {
            throw new LabException(
                    "namespace [" + namespace() + "] is the host's own, and a test may not change its interface ["
                            + interfaceName + "]; it may change those of its lab: " + guests.keySet(),
                    null);
        }
    }

    private LabException refuse(String what) {
        return new LabException(
                "namespace [" + namespace() + "] is the host's own, and a test may not " + what
                        + " there while it runs; declare it in the topology, which is checked against what the host has",
                null);
    }
}
