package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.TunDevice;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Outline;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An interface whose packets Java code reads and writes. {@code lab.namespace("blue_ns").openTap("tap0")} returns its channel. What the
 * namespace sends through the interface is read there, and what is written there the namespace receives. As long as nobody has opened it,
 * the interface has no carrier, like one without a cable. A program can open it too, by its name.
 *
 * @param end the interface
 * @param mode what it carries
 * @param multiQueue whether it can be opened several times at once; then each channel gets a part of what the namespace sends
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record TapLink(End end, TapMode mode, boolean multiQueue) implements SingleLink<TapLink> {

    public TapLink {
        requireNonNull(end, "end");
        requireNonNull(mode, "mode");
    }

    /** Declares a TAP interface, which carries Ethernet frames, that is up and has these addresses. */
    public static TapLink of(String namespace, String name, String... addresses) {
        return new TapLink(End.of(namespace, name, addresses), TapMode.TAP, false);
    }

    /** The same in another mode. */
    public TapLink mode(TapMode other) {
        return new TapLink(end, other, multiQueue);
    }

    /** The same, but it can be opened several times at once. */
    public TapLink withMultiQueue() {
        return new TapLink(end, mode, true);
    }

    @Override
    public TapLink with(End other) {
        return new TapLink(other, mode, multiQueue);
    }

    @Override
    public String kind() {
        return "tun";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.TUN);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.remark(end.key(), "mode " + mode.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (mode == TapMode.TUN && end.mac() != null) {
            mistake.accept("in the mode TUN it carries IP packets, and has no MAC address [" + end.mac() + "]");
        }
        if (mode == TapMode.TUN && all.bridge(end.masterKey()).isPresent()) {
            mistake.accept(
                    "in the mode TUN it carries IP packets, and cannot be a port of the bridge [" + end.master() + "]");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        TunDevice device = new TunDevice(end.name(), mode == TapMode.TAP, multiQueue);
        to.link(end.key(), (libc, handles) -> device.make(libc, handles.newIndex(end.key())));
    }

    @Override
    public String toString() {
        return "tuntap " + end + " mode " + mode.name().toLowerCase(Locale.ROOT) + (multiQueue ? " multi_queue" : "");
    }
}
