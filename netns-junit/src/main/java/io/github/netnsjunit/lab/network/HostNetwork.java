package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.names.LiveLink;
import io.github.netnsjunit.lab.provision.HostGuard;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The host's network, in which a test may change nothing but the links that its lab has put there. At the lab's end they are removed.
 * They would vanish with their peers anyway, but a moment later, and the next lab could still find them.
 */
public final class HostNetwork extends NamespaceNetwork {

    private static final String DURING_A_TEST =
            " there while it runs; declare it in the topology, or add it to the lab, which is checked against what the host has";

    /**
     * The indexes of the lab's links by their names. Both are needed to recognize one: after it has vanished, the host may have another
     * link with its name or with its index, but hardly with both.
     */
    private final Map<String, Integer> labLinks = new ConcurrentHashMap<>();

    public HostNetwork(Site site) {
        super(site, false);
    }

    /**
     * Allows only a veth end that vanishes with its peer, which must not be in the host's namespace too. The kernel tells the
     * index of a peer in another namespace, but not which namespace that is. So the peer is taken to be in the host's namespace
     * if a link of the lab there has that index, and its own peer has the index of the arriving link.
     */
    @Override
    public void checkMoveHere(LinkMessage link) {
        if (!"veth".equals(link.kind())) {
            throw refuse(
                    "move [" + link.name() + "] there, which is no end of a veth pair: nothing would make it vanish");
        }
        if (link.peerNamespace() >= 0) {
            tables().links().stream()
                    .filter(this::isLabLink)
                    .filter(each -> each.index() == link.peer() && each.peer() == link.index())
                    .findFirst()
                    .ifPresent(peer -> {
                        throw refuse("move [" + link.name() + "] there too, beside its peer [" + peer.name()
                                + "]: nothing would make them vanish");
                    });
        }
    }

    @Override
    public void addLabLink(String interfaceName, IntSupplier index) {
        labLinks.put(interfaceName, index.getAsInt());
    }

    @Override
    public void removeLabLinks() {
        removeLinks(this::isLabLink);
    }

    /** Does nothing: the cables of the host stay, and {@link #removeLabLinks} removes those of the lab. */
    @Override
    public void removeCables() {}

    @Override
    public boolean isLabLink(LinkMessage link) {
        return isLabLink(link.name(), link.index());
    }

    private boolean isLabLink(String interfaceName, int index) {
        return Integer.valueOf(index).equals(labLinks.get(interfaceName));
    }

    /** Without the links of the machine, whose addresses have no name in the lab. */
    @Override
    public List<LiveLink> liveLinks() {
        return super.liveLinks().stream()
                .filter(link -> isLabLink(link.key().name(), link.index()))
                .toList();
    }

    @Override
    public void setUp(String interfaceName, boolean up) {
        checkLabLink(interfaceName);
        super.setUp(interfaceName, up);
    }

    @Override
    public void addAddress(LinkMessage link, LinkAddress address) {
        checkLabLink(link);
        synchronized (HostGuard.LOCK) {
            try {
                HostGuard.checkAddress(namespace(), link.name(), address, netlink(), this::isLabLink);
            } catch (LinuxException failure) {
                throw Refusals.explain("look for the address", namespace(), link.name(), failure);
            }
            super.addAddress(link, address);
        }
    }

    @Override
    public void removeAddress(String interfaceName, LinkAddress address) {
        checkLabLink(interfaceName);
        super.removeAddress(interfaceName, address);
    }

    @Override
    public void moveLink(String interfaceName, NamespaceNetwork to) {
        checkLabLink(interfaceName);
        super.moveLink(interfaceName, to);
        if (to != this) {
            labLinks.remove(interfaceName);
        }
    }

    @Override
    public void removeLink(String interfaceName) {
        checkLabLink(interfaceName);
        super.removeLink(interfaceName);
        labLinks.remove(interfaceName);
    }

    @Override
    public void removeRoute(String to) {
        throw refuse("remove a route" + DURING_A_TEST);
    }

    @Override
    public void add(Libc libc, Part part) {
        throw refuse("add a " + part + DURING_A_TEST);
    }

    @Override
    public void checkSysctlChange(String parameter) {
        throw new LabException("a test may not change the host's kernel parameters: " + parameter, null);
    }

    private void checkLabLink(String interfaceName) {
        checkLabLink(tables().link(interfaceName));
    }

    private void checkLabLink(LinkMessage link) {
        if (!isLabLink(link)) {
            throw new LabException(
                    "namespace [" + namespace() + "] is the host's own, and a test may not change its interface ["
                            + link.name() + "]; it may change those of its lab: " + labLinks.keySet(),
                    null);
        }
    }

    private LabException refuse(String what) {
        return new LabException("namespace [" + namespace() + "] is the host's own, and a test may not " + what, null);
    }
}
