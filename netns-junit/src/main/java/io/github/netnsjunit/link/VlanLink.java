package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.VlanKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A VLAN interface, which lies over another interface. What it sends leaves through the other one with a tag. It receives the frames that
 * come in there with this tag, without the tag. It can lie over a veth end, a bridge, a dummy or another VLAN interface ("QinQ"), and it
 * can be a port of a bridge.
 *
 * @param end the VLAN interface itself
 * @param below the name of the interface that it lies over, in the same namespace
 * @param id the VLAN's number, 1 to 4094
 * @param protocol the kind of its tag
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record VlanLink(End end, String below, int id, VlanProtocol protocol) implements UpperLink<VlanLink> {

    private static final int ID_MASK = 0xFFF;

    public VlanLink {
        requireNonNull(end, "end");
        requireNonNull(below, "below");
        requireNonNull(protocol, "protocol");
    }

    /** Declares a VLAN interface that is up, with an 802.1Q tag and these addresses. */
    public static VlanLink of(String namespace, String name, String below, int id, String... addresses) {
        return new VlanLink(End.of(namespace, name, addresses), below, id, VlanProtocol.IEEE_802_1Q);
    }

    /** The same with another kind of tag. */
    public VlanLink protocol(VlanProtocol other) {
        return new VlanLink(end, below, id, other);
    }

    @Override
    public VlanLink with(End other) {
        return new VlanLink(other, below, id, protocol);
    }

    @Override
    public String kind() {
        return "vlan";
    }

    /**
     * Stands for the fact that a VLAN interface lies over another. There can be only one with each tag.
     *
     * @param link the interface below
     * @param tag see {@link VlanProtocol#tag}
     */
    private record Tag(Key.Link link, int tag) implements Key {
        @Override
        public String namespace() {
            return link.namespace();
        }

        @Override
        public String taken() {
            return "the " + link + " has this VLAN already";
        }

        @Override
        public String toString() {
            return "VLAN " + (tag & ID_MASK) + " of the " + link;
        }
    }

    @Override
    public Set<Key> declares() {
        return new LinkedHashSet<>(List.of(end.key(), new Tag(lower(), protocol.tag(id))));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.VLAN);
    }

    @Override
    public void outline(Draft draft) {
        UpperLink.super.outline(draft);
        draft.tagged(end.key(), lower(), protocol.tag(id));
        draft.remark(end.key(), Integer.toString(id));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        UpperLink.super.check(all, mistake);
        if (id < 1 || id > Vlans.LAST) {
            mistake.accept("the id [" + id + "] of a VLAN is not between 1 and " + Vlans.LAST);
        }
        if (end.up() && all.link(lower()).filter(lower -> !lower.up()).isPresent()) {
            mistake.accept("[" + below + "], which it lies over, is declared down, so that it cannot be up");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), lower(), new VlanKind(id, protocol.ethernetType()));
    }

    @Override
    public String toString() {
        return "vlan " + end + " of " + below + " id " + id
                + (protocol == VlanProtocol.IEEE_802_1Q ? "" : " protocol 802.1ad");
    }
}
