package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.IpvlanKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An IPVLAN interface: it has the MAC address of another interface and addresses of its own, and sends and receives through that
 * interface, which may be in another namespace. It reaches whoever is behind that interface, but not the namespace of that interface
 * itself.
 *
 * @param end the IPVLAN interface itself, without a MAC address
 * @param belowNamespace the namespace of the interface that it lies over
 * @param below the name of the interface that it lies over: not a port of a bridge
 * @param mode at which layer it sends and receives
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record IpvlanLink(End end, String belowNamespace, String below, IpvlanMode mode)
        implements UpperLink<IpvlanLink> {

    public IpvlanLink {
        requireNonNull(end, "end");
        requireNonNull(belowNamespace, "belowNamespace");
        requireNonNull(below, "below");
        requireNonNull(mode, "mode");
    }

    /** Declares an IPVLAN interface that is up, over another of its namespace, in the mode {@link IpvlanMode#L2}. */
    public static IpvlanLink of(String namespace, String name, String below, String... addresses) {
        return new IpvlanLink(End.of(namespace, name, addresses), namespace, below, IpvlanMode.L2);
    }

    /** The same over the interface of that name in another namespace. */
    public IpvlanLink belowIn(String namespace) {
        return new IpvlanLink(end, namespace, below, mode);
    }

    /** The same in another mode. */
    public IpvlanLink mode(IpvlanMode other) {
        return new IpvlanLink(end, belowNamespace, below, other);
    }

    @Override
    public IpvlanLink with(End other) {
        return new IpvlanLink(other, belowNamespace, below, mode);
    }

    @Override
    public String kind() {
        return "ipvlan";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.IPVLAN);
    }

    @Override
    public void outline(Draft draft) {
        UpperLink.super.outline(draft);
        if (mode == IpvlanMode.L2) {
            draft.over(end.key(), lower());
        } else {
            draft.unheardOver(end.key(), lower());
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        UpperLink.super.check(all, mistake);
        FrameTakers.check(this, all, mistake);
        if (end.mac() != null) {
            mistake.accept("it cannot have the MAC address [" + end.mac() + "]: an ipvlan has that of [" + below
                    + "], which it lies over; a macvlan has one of its own");
        }
        if (end.master() != null && all.bridge(end.masterKey()).isPresent()) {
            mistake.accept("it cannot be a port of the bridge [" + end.master()
                    + "], because its MAC address is that of [" + below + "]; a macvlan can");
        }
        all.links().stream()
                .map(LinkFacts::key)
                .flatMap(other -> all.part(other).stream())
                .filter(this::hasOtherMode)
                .findFirst()
                .ifPresent(other -> mistake.accept(
                        "[" + other + "] has another mode, and all over [" + below + "] have the same one"));
    }

    private boolean hasOtherMode(Part other) {
        return other instanceof IpvlanLink ipvlan && ipvlan.lower().equals(lower()) && ipvlan.mode != mode;
    }

    private static String text(IpvlanMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), lower(), new IpvlanKind(mode.number(), false));
    }

    @Override
    public String toString() {
        return "ipvlan " + end + " of " + (belowNamespace.equals(end.namespace()) ? below : lower().path()) + " mode "
                + text(mode);
    }
}
