package io.github.netnsjunit.topology;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a topology says of an interface as the port of a switch.
 *
 * @param vlans its VLANs, which count if the switch filters VLANs
 * @param isolated whether it hears nothing from the other isolated ports of the switch, nor they from it
 * @param hairpin whether a frame may leave it that came in by it
 * @param learning whether the switch learns, from the frames that come in by it, which addresses are behind it
 * @param flooding whether frames to one address leave it, if the switch does not know where that address is
 * @param multicastFlooding whether frames to a group leave it, if the switch does not know where the group's members are
 * @param broadcastFlooding whether frames to all leave it
 */
public record PortOptions(
        PortVlans vlans,
        boolean isolated,
        boolean hairpin,
        boolean learning,
        boolean flooding,
        boolean multicastFlooding,
        boolean broadcastFlooding) {

    /** What the kernel gives a port of which nothing is said. */
    public static final PortOptions DEFAULT = new PortOptions(PortVlans.DEFAULT, false, false, true, true, true, true);

    public PortOptions {
        requireNonNull(vlans, "vlans");
    }

    /** The same, but frames without a tag belong to this VLAN, 1 to 4094; with 0 the port takes none. */
    public PortOptions vlan(int untagged) {
        return vlans(new PortVlans(untagged, vlans.tagged()));
    }

    /** The same, but frames of these VLANs, 1 to 4094, pass with their tag. */
    public PortOptions tagged(int... tagged) {
        return vlans(
                new PortVlans(vlans.untagged(), Arrays.stream(tagged).boxed().collect(Collectors.toSet())));
    }

    private PortOptions vlans(PortVlans other) {
        return new PortOptions(other, isolated, hairpin, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but it and the other isolated ports do not hear one another. */
    public PortOptions withIsolation() {
        return new PortOptions(vlans, true, hairpin, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but a frame may leave it that came in by it. */
    public PortOptions withHairpin() {
        return new PortOptions(vlans, isolated, true, learning, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but the switch learns nothing from what comes in by it. */
    public PortOptions withoutLearning() {
        return new PortOptions(vlans, isolated, hairpin, false, flooding, multicastFlooding, broadcastFlooding);
    }

    /** The same, but frames to one address leave it only if the switch knows that the address is behind it. */
    public PortOptions withoutFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, false, multicastFlooding, broadcastFlooding);
    }

    /** The same, but frames to a group leave it only if the switch knows a member behind it. */
    public PortOptions withoutMulticastFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, flooding, false, broadcastFlooding);
    }

    /** The same, but frames to all, such as a question who has an address, do not leave it. */
    public PortOptions withoutBroadcastFlooding() {
        return new PortOptions(vlans, isolated, hairpin, learning, flooding, multicastFlooding, false);
    }

    /** As a message quotes it: what is not the kernel's default. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (!vlans.equals(PortVlans.DEFAULT)) {
            words.add(vlans.toString());
        }
        add(words, isolated, "isolated");
        add(words, hairpin, "hairpin");
        add(words, !learning, "no learning");
        add(words, !flooding, "no flooding");
        add(words, !multicastFlooding, "no multicast flooding");
        add(words, !broadcastFlooding, "no broadcast flooding");
        return words.isEmpty() ? "default" : String.join(", ", words);
    }

    private static void add(List<String> words, boolean said, String word) {
        if (said) {
            words.add(word);
        }
    }
}
