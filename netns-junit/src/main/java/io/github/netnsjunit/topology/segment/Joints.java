package io.github.netnsjunit.topology.segment;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortVlans;
import io.github.netnsjunit.topology.SwitchFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows the places between which frames pass: from one end of a cable to the other, from a port to the inside of its switch, from a VLAN
 * interface to the interface below it. Frames are told apart by the place where they are and by the VLAN tags that they carry there.
 */
public final class Joints {

    /** A frame with more tags than this is not followed any further. IEEE 802.1ad needs no more than two. */
    private static final int MOST_TAGS = 4;

    private final List<Joint> all = new ArrayList<>();
    private final Map<Place, List<Joint>> byPlace = new HashMap<>();

    /**
     * An interface, or the inside of a switch, where its ports meet.
     *
     * @param link the interface, or the switch's own interface
     * @param inside whether the place is the inside of the switch
     */
    record Place(Key.Link link, boolean inside) {
        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Place that && link.equals(that.link) && inside == that.inside;
        }

        @Override
        public int hashCode() {
            return Objects.hash(link, inside);
        }
    }

    /**
     * The frames that carry certain VLAN tags at a place.
     *
     * @param tags the tags, the outermost first
     */
    record Frames(Place place, List<Integer> tags) {
        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Frames that && place.equals(that.place) && tags.equals(that.tags);
        }

        @Override
        public int hashCode() {
            return Objects.hash(place, tags);
        }
    }

    /**
     * A way between two places, on which the outer tags of a frame may change.
     *
     * @param one the frames at one place
     * @param other the same frames at the other place
     * @param inner whether frames pass that have more tags inside of these
     * @param except frames do not pass if one of these is their outermost inner tag, because they belong to a VLAN interface
     * @param part the part that makes the joint
     * @param number counts up, in the order of the parts
     */
    record Joint(
            Frames one,
            Frames other,
            boolean inner,
            Set<Integer> except,
            @Nullable Part part,
            int number) {

        /** Returns the same frames at the other place, or null if they do not pass. */
        @Nullable
        Frames across(Frames frames) {
            boolean forward = frames.place().equals(one.place());
            Frames from = forward ? one : other;
            Frames to = forward ? other : one;
            int outer = from.tags().size();
            List<Integer> tags = frames.tags();
            if (tags.size() < outer || !tags.subList(0, outer).equals(from.tags()) || (!inner && tags.size() > outer)) {
                return null;
            }
            if (tags.size() > outer && except.contains(tags.get(outer))) {
                return null;
            }
            List<Integer> across = new ArrayList<>(to.tags());
            across.addAll(tags.subList(outer, tags.size()));
            return across.size() > MOST_TAGS ? null : new Frames(to.place(), across);
        }
    }

    /** Joins the ends of a cable: each receives what the other sends. */
    public void cable(Key.Link one, Key.Link other, @Nullable Part part) {
        if (!one.equals(other)) {
            join(at(one), at(other), true, part);
        }
    }

    /** Joins a VLAN interface with the one below it, where its frames have a tag. */
    public void tagged(Key.Link upper, Key.Link lower, int vlan, Part part) {
        if (!upper.equals(lower)) {
            join(at(upper), at(lower, vlan), true, part);
        }
    }

    /** Joins a switch's own interface, which is one of its ports, to its inside. */
    public void bridge(Key.Link bridge, SwitchFacts facts, @Nullable Part part) {
        port(bridge, bridge, facts, facts.own(), part);
    }

    /**
     * Joins a port to the inside of its switch. To be called when all VLAN interfaces are known: the switch does not see frames with the
     * tag of a VLAN interface that lies over the port.
     */
    public void port(Key.Link port, Key.Link bridge, SwitchFacts facts, PortVlans vlans, @Nullable Part part) {
        if (!facts.vlanFiltering()) {
            join(at(port), inside(bridge), true, port.equals(bridge) ? Set.of() : tagsTakenAt(port), part);
            return;
        }
        if (vlans.untagged() != 0) {
            join(at(port), inside(bridge, vlans.untagged()), false, part);
        }
        for (int vlan : vlans.tagged()) {
            join(at(port, vlan), inside(bridge, vlan), true, part);
        }
    }

    /** Joins a port of a bundle, or the bundle's own interface, to its inside. */
    public void bundle(Key.Link port, Key.Link bundle, @Nullable Part part) {
        join(at(port), inside(bundle), true, part);
    }

    /** The frames that carry these tags at an interface. */
    static Frames at(Key.Link link, Integer... tags) {
        return new Frames(new Place(link, false), List.of(tags));
    }

    private static Frames inside(Key.Link bridge, Integer... tags) {
        return new Frames(new Place(bridge, true), List.of(tags));
    }

    /** The tags of the VLAN interfaces that lie over a port. */
    private Set<Integer> tagsTakenAt(Key.Link port) {
        Place place = new Place(port, false);
        return joining(place).stream()
                .map(joint -> joint.other().place().equals(place) ? joint.other() : joint.one())
                .filter(frames -> !frames.tags().isEmpty())
                .map(frames -> frames.tags().get(0))
                .collect(Collectors.toSet());
    }

    private void join(Frames one, Frames other, boolean inner, @Nullable Part part) {
        join(one, other, inner, Set.of(), part);
    }

    private void join(Frames one, Frames other, boolean inner, Set<Integer> except, @Nullable Part part) {
        Joint joint = new Joint(one, other, inner, except, part, all.size());
        all.add(joint);
        byPlace.computeIfAbsent(one.place(), place -> new ArrayList<>()).add(joint);
        byPlace.computeIfAbsent(other.place(), place -> new ArrayList<>()).add(joint);
    }

    List<Joint> all() {
        return all;
    }

    List<Joint> joining(Place place) {
        return byPlace.getOrDefault(place, List.of());
    }
}
