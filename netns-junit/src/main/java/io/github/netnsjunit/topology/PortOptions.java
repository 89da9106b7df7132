package io.github.netnsjunit.topology;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a topology says of an interface as the port of a switch.
 *
 * @param vlans the VLANs of the port; they have an effect only if the switch filters VLANs
 * @param isolated whether no frames pass between this port and the other isolated ports of the switch
 * @param hairpin whether the switch may send a frame out through the port by which it came in
 * @param learning whether the switch learns from the frames that come in by this port which addresses are behind it
 * @param flooding whether the switch sends a unicast frame out through this port if it does not know where the address is
 * @param multicastFlooding whether the switch sends a multicast frame out through this port if it does not know where the group's members
 *     are
 * @param broadcastFlooding whether the switch sends broadcast frames out through this port
 */
public record PortOptions(
        PortVlans vlans,
        boolean isolated,
        boolean hairpin,
        boolean learning,
        boolean flooding,
        boolean multicastFlooding,
        boolean broadcastFlooding) {

    /** The kernel's defaults. */
    public static final PortOptions DEFAULT = new PortOptions(PortVlans.DEFAULT, false, false, true, true, true, true);

    public PortOptions {
        requireNonNull(vlans, "vlans");
    }

    /** The same, but frames without a tag belong to this VLAN, 1 to 4094; with 0 the port accepts no frames without a tag. */
    public PortOptions vlan(int untagged) {
        return vlans(vlans.withUntagged(untagged));
    }

    /** The same, but frames of these VLANs, 1 to 4094, carry their tag at this port. */
    public PortOptions tagged(int... tagged) {
        return vlans(vlans.withTagged(tagged));
    }

    /** The same with other VLANs. */
    public PortOptions vlans(PortVlans other) {
        return new PortOptions(other, isolated, hairpin, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but no frames pass between it and the other isolated ports. */
    public PortOptions withIsolation() {
        return new PortOptions(vlans, true, hairpin, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but the switch may send a frame out through the port by which it came in. */
    public PortOptions withHairpin() {
        return new PortOptions(vlans, isolated, true, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but the switch learns no addresses from the frames that come in by it. */
    public PortOptions withoutLearning() {
        return new PortOptions(vlans, isolated, hairpin, false, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but a unicast frame leaves through it only if the switch knows that the address is behind it. */
    public PortOptions withoutFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, false, multicastFlooding, broadcastFlooding);
    }

    /** The same, but a multicast frame leaves through it only if the switch knows that a member of the group is behind it. */
    public PortOptions withoutMulticastFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, flooding, false, broadcastFlooding);
    }

    /** The same, but no broadcast frames leave through it, not even ARP requests. */
    public PortOptions withoutBroadcastFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, flooding, multicastFlooding, false);
    }

    /** What differs from the kernel's defaults, as messages quote it. */
    @Override
    public String toString() {
        List<String> differences = new ArrayList<>();
        if (!vlans.equals(PortVlans.DEFAULT)) {
            differences.add(vlans.toString());
        }
        add(differences, isolated, "isolated");
        add(differences, hairpin, "hairpin");
        add(differences, !learning, "no learning");
        add(differences, !flooding, "no flooding");
        add(differences, !multicastFlooding, "no multicast flooding");
        add(differences, !broadcastFlooding, "no broadcast flooding");
        return differences.isEmpty() ? "default" : String.join(", ", differences);
    }

    private static void add(List<String> differences, boolean differs, String difference) {
        if (differs) {
            differences.add(difference);
        }
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PortOptions that
                && vlans.equals(that.vlans)
                && isolated == that.isolated
                && hairpin == that.hairpin
                && learning == that.learning
                && flooding == that.flooding
                && multicastFlooding == that.multicastFlooding
                && broadcastFlooding == that.broadcastFlooding;
    }

    @Override
    public int hashCode() {
        return Objects.hash(vlans, isolated, hairpin, learning, flooding, multicastFlooding, broadcastFlooding);
    }
}
