package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.link.TunDevice;
import io.github.netnsjunit.kernel.link.TunMessage;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Opens the channels of the TUN, TAP and MACVTAP interfaces of one namespace, and closes those whose interface is taken away. */
public final class PacketChannels {

    private static final String MACVTAP = "macvtap";

    private final Libc libc;
    private final NamespaceNetwork network;
    private final NamespaceThreads threads;
    private final Queue<PacketChannel> open = new ConcurrentLinkedQueue<>();

    /** @param threads a device belongs to the namespace of the thread that opens its file */
    public PacketChannels(Libc libc, NamespaceNetwork network, NamespaceThreads threads) {
        this.libc = libc;
        this.network = network;
        this.threads = threads;
    }

    /** Opens the interface with this name, and waits until its addresses can be used. */
    public PacketChannel open(String interfaceName) {
        LinkMessage link = network.tables().link(interfaceName);
        Failed failed = Failed.at("open the interface").in(network.namespace()).about(interfaceName);
        PacketChannel channel;
        try {
            channel = threads.callChecked(() -> open(link));
        } catch (LinuxException refused) {
            throw Refusals.explain(failed, refused.errno() == Errno.EBUSY ? alreadyOpen(refused) : refused);
        }
        try {
            network.settle(libc); // the interface has got its carrier
        } catch (RuntimeException | Error failure) {
            new AllSteps().take(() -> end(channel)).finishFor(failure);
            throw failure;
        }
        open.removeIf(each -> !each.isOpen());
        open.add(channel);
        return channel;
    }

    private PacketChannel open(LinkMessage link) {
        String name = link.name();
        if (MACVTAP.equals(link.kind())) {
            return PacketChannel.of(libc, name, true, MacvtapFile.open(libc, link));
        }
        TunDevice device = network.netlink().dump(TunMessage.dump()).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "[" + name + "] is " + kind(link) + "; only a TUN, TAP or MACVTAP interface can be opened"));
        return PacketChannel.of(libc, name, device.tap(), device.attach(libc));
    }

    private static String kind(LinkMessage link) {
        return link.kind() == null ? "no such interface" : "a " + link.kind();
    }

    private static IllegalStateException alreadyOpen(LinuxException refused) {
        return new IllegalStateException(
                "it is open already: close that channel first, or declare the interface with multiQueue ("
                        + refused.getMessage() + ")",
                refused);
    }

    /** Closes the channels of those interfaces that are taken away. */
    public void closeThose(Predicate<String> interfaceNames) {
        AllSteps steps = new AllSteps();
        open.stream().filter(each -> interfaceNames.test(each.name())).forEach(each -> steps.take(() -> end(each)));
        steps.finish();
    }

    /** Closes a channel; a reader gets an {@link java.nio.channels.AsynchronousCloseException}. */
    public static void end(PacketChannel channel) {
        try {
            channel.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
