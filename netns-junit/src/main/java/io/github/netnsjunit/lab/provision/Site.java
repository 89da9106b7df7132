package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.topology.Key;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A namespace as the kernel knows it, in which links are made.
 *
 * @param name the namespace's name
 * @param host whether it is the one that this Java process runs in
 * @param network its descriptor
 * @param netlink a socket in it
 * @param choosesIndexes whether the interface indexes of links made in it are chosen here; else the kernel chooses, because others
 *     make links there too
 */
public record Site(String name, boolean host, Descriptor network, NetlinkSocket netlink, boolean choosesIndexes)
        implements AutoCloseable {

    /**
     * The last index that was chosen: one count for all namespaces, because a link that is moved keeps its index. It begins far above
     * those that a kernel chooses, from 1 on, for links that a test makes by hand, or of its own accord in each new namespace: tunl0,
     * gre0, sit0 and their like, see net.core.fb_tunnels_only_for_init_net in the kernel's documentation.
     */
    private static final AtomicInteger LAST_INDEX = new AtomicInteger(10_000);

    public static Site of(String name, boolean host, Descriptor network, NetlinkSocket netlink) {
        return new Site(name, host, network, netlink, !host);
    }

    /** The same, for links whose indexes the kernel chooses. */
    public Site withTheKernelsIndexes() {
        return new Site(name, host, network, netlink, false);
    }

    /** An interface index that no link has; 0 where the kernel chooses. */
    int newIndex() {
        return choosesIndexes ? LAST_INDEX.incrementAndGet() : 0;
    }

    /**
     * An interface by its name.
     *
     * @throws IllegalArgumentException if there is none; the message names those that there are
     */
    public LinkMessage link(String interfaceName) {
        List<LinkMessage> links;
        try {
            links = netlink.dump(LinkMessage.dump());
        } catch (LinuxException refused) {
            throw Refusals.explain("list links", name, null, refused);
        }
        return named(interfaceName, links);
    }

    /** The same among links that are listed already. */
    public LinkMessage named(String interfaceName, List<LinkMessage> links) {
        return links.stream()
                .filter(link -> link.name().equals(interfaceName))
                .findFirst()
                .orElseThrow(() -> noInterface(
                        interfaceName, links.stream().map(LinkMessage::name).toList()));
    }

    /** There is none with that name, but those with these. */
    public IllegalArgumentException noInterface(String interfaceName, List<String> known) {
        return new IllegalArgumentException(new Key.Link(name, interfaceName).missing() + "; it has " + known);
    }

    boolean isOpen() {
        return !network.isClosed();
    }

    /**
     * Throws if it is closed.
     *
     * @throws IllegalStateException if it is not
     */
    public void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
    }

    @Override
    public void close() {
        try (network) {
            netlink.close();
        }
    }
}
