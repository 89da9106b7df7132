package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.topology.KernelFeature;
import java.util.Set;

/**
 * A MACVLAN interface: it has a MAC address of its own, and sends and receives through another interface, which may be in another
 * namespace, as that of a container's host. It reaches whoever is behind that interface, but not the namespace of that interface itself.
 *
 * @param end the MACVLAN interface itself
 * @param belowNamespace the namespace of the interface that it lies over
 * @param below the name of the interface that it lies over: not a port of a bridge
 * @param mode which others over the same interface it reaches
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record MacvlanLink(End end, String belowNamespace, String below, MacvlanMode mode)
        implements MacvlanPart<MacvlanLink> {

    public MacvlanLink {
        requireNonNull(end, "end");
        requireNonNull(belowNamespace, "belowNamespace");
        requireNonNull(below, "below");
        requireNonNull(mode, "mode");
    }

    /** Declares a MACVLAN interface that is up, over another of its namespace, in the mode {@link MacvlanMode#BRIDGE}. */
    public static MacvlanLink of(String namespace, String name, String below, String... addresses) {
        return new MacvlanLink(End.of(namespace, name, addresses), namespace, below, MacvlanMode.BRIDGE);
    }

    /** The same over the interface of that name in another namespace. */
    public MacvlanLink belowIn(String namespace) {
        return new MacvlanLink(end, namespace, below, mode);
    }

    /** The same in another mode. */
    public MacvlanLink mode(MacvlanMode other) {
        return new MacvlanLink(end, belowNamespace, below, other);
    }

    @Override
    public MacvlanLink with(End other) {
        return new MacvlanLink(other, belowNamespace, below, mode);
    }

    @Override
    public String kind() {
        return "macvlan";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.MACVLAN);
    }

    @Override
    public String toString() {
        return MacvlanPart.text(this);
    }
}
