package io.github.netnsjunit.topology;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The VLANs of a port. They have an effect only if the switch filters VLANs.
 *
 * @param untagged the VLAN that frames without a tag belong to, 1 to 4094; 0 if the port accepts no frames without a tag
 * @param tagged the VLANs whose frames carry their tag at this port, 1 to 4094
 */
public record PortVlans(int untagged, Set<Integer> tagged) {

    /** The kernel's default: frames without a tag belong to VLAN 1. */
    public static final PortVlans DEFAULT = new PortVlans(1, Set.of());

    public PortVlans {
        tagged = Set.copyOf(tagged);
    }

    /** Makes the VLANs of a port: first the one without a tag, then those with a tag. */
    public static PortVlans of(int untagged, int... tagged) {
        return new PortVlans(untagged, Arrays.stream(tagged).boxed().collect(Collectors.toSet()));
    }

    /** The same, but frames without a tag belong to this VLAN. */
    public PortVlans withUntagged(int vlan) {
        return new PortVlans(vlan, tagged);
    }

    /** The same, but the frames of these VLANs, and of no others, carry their tag. */
    public PortVlans withTagged(int... vlans) {
        return of(untagged, vlans);
    }

    /** As messages quote it: {@code vlan 10, tagged 20 30}. */
    @Override
    public String toString() {
        return "vlan " + untagged
                + (tagged.isEmpty()
                        ? ""
                        : new TreeSet<>(tagged)
                                .stream().map(String::valueOf).collect(Collectors.joining(" ", ", tagged ", "")));
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PortVlans that && untagged == that.untagged && tagged.equals(that.tagged);
    }

    @Override
    public int hashCode() {
        return Objects.hash(untagged, tagged);
    }
}
