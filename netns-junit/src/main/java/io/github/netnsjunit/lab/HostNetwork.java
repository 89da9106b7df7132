package io.github.netnsjunit.lab;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.lab.provision.HostGuard;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.topology.Part;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The host's network, where a test may change nothing but the links that its lab has put there. They would vanish with their peers,
 * a moment after the lab; they are removed at its end, so that the next lab finds the host as this one did.
 */
final class HostNetwork extends NamespaceNetwork {

    private static final String WHILE_IT_RUNS =
            " there while it runs; declare it in the topology, or add it to the lab, which is checked against what the host has";

    /** Their interface indexes by their names: a link of the host's own may come to have such a name, but not both. */
    private final Map<String, Integer> guests = new ConcurrentHashMap<>();

    HostNetwork(Site site) {
        super(site);
    }

    /**
     * Takes nothing that would not vanish with its peer. Of a peer that is elsewhere the kernel tells the index alone: it is taken
     * for the guest that has this, and whose peer has the index of what is to come.
     */
    @Override
    void checkArrival(LinkMessage link) {
        if (!link.kind().equals("veth")) {
            throw refuse(
                    "move [" + link.name() + "] there, which is no end of a veth pair: nothing would make it vanish");
        }
        if (link.peerNamespace() >= 0) {
            links().stream()
                    .filter(this::isGuest)
                    .filter(each -> each.index() == link.peer() && each.peer() == link.index())
                    .findFirst()
                    .ifPresent(peer -> {
                        throw refuse("move [" + link.name() + "] there too, beside its peer [" + peer.name()
                                + "]: nothing would make them vanish");
                    });
        }
    }

    @Override
    void adopt(String interfaceName, IntSupplier index) {
        guests.put(interfaceName, index.getAsInt());
    }

    @Override
    void removeGuests() {
        removeLinks(this::isGuest);
    }

    /** The host's own cables stay; the lab's are its guests, which are removed otherwise. */
    @Override
    void cutCables() {}

    @Override
    boolean isGuest(LinkMessage link) {
        return Integer.valueOf(link.index()).equals(guests.get(link.name()));
    }

    @Override
    void setUp(String interfaceName, boolean up) {
        checkGuest(interfaceName);
        super.setUp(interfaceName, up);
    }

    @Override
    void addAddress(String interfaceName, LinkAddress address) {
        checkGuest(interfaceName);
        synchronized (HostGuard.PLACES) {
            try {
                HostGuard.checkAddress(namespace(), interfaceName, address, netlink(), this::isGuest);
            } catch (LinuxException failure) {
                throw Refusals.explain("look for the address", namespace(), interfaceName, failure);
            }
            super.addAddress(interfaceName, address);
        }
    }

    @Override
    void removeAddress(String interfaceName, LinkAddress address) {
        checkGuest(interfaceName);
        super.removeAddress(interfaceName, address);
    }

    @Override
    void moveLink(String interfaceName, NamespaceNetwork to) {
        checkGuest(interfaceName);
        super.moveLink(interfaceName, to);
        if (to != this) {
            guests.remove(interfaceName);
        }
    }

    @Override
    void removeLink(String interfaceName) {
        checkGuest(interfaceName);
        super.removeLink(interfaceName);
        guests.remove(interfaceName);
    }

    @Override
    void removeRoute(String to) {
        throw refuse("remove a route" + WHILE_IT_RUNS);
    }

    @Override
    void add(Libc libc, Part part) {
        throw refuse("add a " + part + WHILE_IT_RUNS);
    }

    @Override
    void checkSysctlChange(String parameter) {
        throw new LabException("a test may not change the host's kernel parameters: " + parameter, null);
    }

    private void checkGuest(String interfaceName) {
        if (!isGuest(link(interfaceName))) {
            throw new LabException(
                    "namespace [" + namespace() + "] is the host's own, and a test may not change its interface ["
                            + interfaceName + "]; it may change those of its lab: " + guests.keySet(),
                    null);
        }
    }

    private LabException refuse(String what) {
        return new LabException("namespace [" + namespace() + "] is the host's own, and a test may not " + what, null);
    }
}
