package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.inside.Keeper;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Key;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to one network namespace of the kernel: its descriptor, and a netlink socket in it.
 *
 * @param name the namespace's name
 * @param host whether it is the namespace in which this Java process runs
 * @param network the namespace's descriptor
 * @param netlink a socket in the namespace
 * @param keeper keeps the private views of the namespace if they were made ahead, else null
 * @param choosesIndexes whether the lab chooses the interface indexes of the links that it makes there. Otherwise the kernel does,
 *     because others make links there too.
 * @param services what runs in it as a part of the lab
 */
public record Site(
        String name,
        boolean host,
        Descriptor network,
        NetlinkSocket netlink,
        @Nullable Keeper keeper,
        boolean choosesIndexes,
        Services services)
        implements AutoCloseable {

    /**
     * The last index that was chosen. All namespaces share this counter, because a link keeps its index when it is moved to another
     * namespace. The kernel chooses indexes from 1 on, for links that a test makes by hand and for those that it makes itself in each
     * new namespace (tunl0, gre0, sit0, …; see net.core.fb_tunnels_only_for_init_net in its documentation). So this counter begins far
     * above them.
     */
    private static final AtomicInteger LAST_INDEX = new AtomicInteger(10_000);

    public static Site of(String name, boolean host, Descriptor network, NetlinkSocket netlink) {
        return new Site(name, host, network, netlink, null, !host, new Services());
    }

    /** Opens a namespace that was made ahead and got its name. The calling thread must be inside. */
    static Site ofBlank(String name, Libc libc, Keeper keeper) {
        Descriptor network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0);
        try {
            return new Site(name, false, network, NetlinkSocket.open(libc), keeper, true, new Services());
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(network::close).finishFor(failure);
            throw failure;
        }
    }

    /** The same namespace, in which the kernel chooses the indexes. */
    public Site withKernelIndexes() {
        return new Site(name, host, network, netlink, keeper, false, services);
    }

    /** Lets the indexes that are chosen from now on be higher than one that a link has. */
    public static void chooseAbove(int index) {
        LAST_INDEX.accumulateAndGet(index, Math::max);
    }

    /** An index that no link has; 0 where the kernel chooses. */
    int newIndex() {
        return choosesIndexes ? LAST_INDEX.incrementAndGet() : 0;
    }

    /**
     * The interface with this name.
     *
     * @throws IllegalArgumentException if there is none; the message names the interfaces that exist
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

    /** The same, if all links were listed already. */
    public LinkMessage named(String interfaceName, List<LinkMessage> links) {
        return links.stream()
                .filter(link -> link.name().equals(interfaceName))
                .findFirst()
                .orElseThrow(() -> noInterface(
                        interfaceName, links.stream().map(LinkMessage::name).toList()));
    }

    /** The exception for an interface that does not exist, while those with the known names do. */
    public IllegalArgumentException noInterface(String interfaceName, List<String> known) {
        return new IllegalArgumentException(new Key.Link(name, interfaceName).missing() + "; it has " + known);
    }

    /**
     * What runs here as a part of the lab.
     *
     * @param name what it is called, for the message
     * @throws IllegalStateException if there is none, or the namespace is closed
     */
    public <S> S service(Class<S> kind, String name) {
        checkOpen();
        return services.find(kind)
                .orElseThrow(() ->
                        new IllegalStateException("the lab has no " + name + " in namespace [" + this.name + "]"));
    }

    public boolean isOpen() {
        return !network.isClosed();
    }

    /**
     * Throws if the namespace is closed.
     *
     * @throws IllegalStateException if it is
     */
    public void checkOpen() {
        if (!isOpen()) {
            throw new IllegalStateException("namespace [" + name + "] is closed");
        }
    }

    /** Closes the descriptors alone: the namespace, which was made ahead, waits on. Nothing runs in it as a part of the lab. */
    void closeDescriptors() {
        try (netlink) {
            network.close();
        }
    }

    @Override
    public void close() {
        try (keeper;
                services;
                netlink) {
            network.close(); // first: whoever then finds something closed sees that the whole namespace is
        }
    }
}
