package io.github.netnsjunit.topology;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The VLANs of a port, which count on a switch that filters VLANs.
 *
 * @param untagged the VLAN that frames without a tag belong to, 1 to 4094; 0 if the port takes none
 * @param tagged the VLANs whose frames bear their tag there, 1 to 4094
 */
public record PortVlans(int untagged, Set<Integer> tagged) {

    /** What the kernel gives a port of which nothing else is said: frames without a tag belong to VLAN 1. */
    public static final PortVlans DEFAULT = new PortVlans(1, Set.of());

    public PortVlans {
        tagged = Set.copyOf(tagged);
    }

    /** As a message quotes it: {@code vlan 10, tagged 20 30}. */
    @Override
    public String toString() {
        return "vlan " + untagged
                + (tagged.isEmpty()
                        ? ""
                        : new TreeSet<>(tagged)
                                .stream().map(String::valueOf).collect(Collectors.joining(" ", ", tagged ", "")));
    }
}
