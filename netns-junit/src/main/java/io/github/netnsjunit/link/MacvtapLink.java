package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.topology.KernelFeature;
import java.util.Set;

/**
 * A MACVTAP interface: through it Java code is a host on the cable of another interface. {@code
 * lab.namespace("blue_ns").openTap("tap0")} returns its channel. What others send to its MAC address or to all is read there, and what is
 * written there leaves through the interface below. A virtual machine's network is often like this.
 *
 * @param end the MACVTAP interface itself
 * @param belowNamespace the namespace of the interface that it lies over
 * @param below the name of the interface that it lies over: not a port of a bridge
 * @param mode which others over the same interface it reaches
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record MacvtapLink(End end, String belowNamespace, String below, MacvlanMode mode)
        implements MacvlanPart<MacvtapLink> {

    public MacvtapLink {
        requireNonNull(end, "end");
        requireNonNull(belowNamespace, "belowNamespace");
        requireNonNull(below, "below");
        requireNonNull(mode, "mode");
    }

    /** Declares a MACVTAP interface that is up, over another of its namespace, in the mode {@link MacvlanMode#BRIDGE}. */
    public static MacvtapLink of(String namespace, String name, String below, String... addresses) {
        return new MacvtapLink(End.of(namespace, name, addresses), namespace, below, MacvlanMode.BRIDGE);
    }

    /** The same over the interface of that name in another namespace. */
    public MacvtapLink belowIn(String namespace) {
        return new MacvtapLink(end, namespace, below, mode);
    }

    /** The same in another mode. */
    public MacvtapLink mode(MacvlanMode other) {
        return new MacvtapLink(end, belowNamespace, below, other);
    }

    @Override
    public MacvtapLink with(End other) {
        return new MacvtapLink(other, belowNamespace, below, mode);
    }

    @Override
    public String kind() {
        return "macvtap";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.MACVTAP);
    }

    @Override
    public String toString() {
        return MacvlanPart.text(this);
    }
}
