package io.github.netnsjunit.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which place hands its frames to which: ends of a cable, ports and the inside of their switch, an interface with a tag and the one
 * that carries it. A frame is known by its place and the VLAN tags that it bears there, the outermost first.
 */
final class Joints {

    /** The most tags that a frame is followed with; two is what 802.1ad has a name for. */
    private static final int MOST_TAGS = 4;

    private final List<Joint> all = new ArrayList<>();
    private final Map<Place, List<Joint>> byPlace = new HashMap<>();

    /**
     * An interface, or the inside of a switch, where its ports meet.
     *
     * @param inside whether it is the inside of the switch that bears the interface's name
     */
    record Place(Key.Link link, boolean inside) {}

    /** Frames with these tags at a place. */
    record Frames(Place place, List<Integer> tags) {}

    /**
     * Frames that bear certain outer tags at one place are the same frames with other outer tags at another.
     *
     * @param inner whether frames with further tags below these pass too
     * @param except those outermost tags that do not pass, because they are taken off on the way
     * @param number counts up, in the order of the parts
     */
    record Joint(
            Frames one,
            Frames other,
            boolean inner,
            Set<Integer> except,
            @Nullable Part part,
            int number) {

        /** The same frames on the other side; null if they do not pass. */
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

    void cable(Key.Link one, Key.Link other, Part part) {
        if (!one.equals(other)) {
            join(at(one), at(other), true, part);
        }
    }

    void tagged(Key.Link upper, Key.Link lower, int vlan, Part part) {
        if (!upper.equals(lower)) {
            join(at(upper), at(lower, vlan), true, part);
        }
    }

    /** The switch's own interface is one more port of it. */
    void bridge(Key.Link bridge, SwitchFacts facts, @Nullable Part part) {
        port(bridge, bridge, facts, facts.own(), part);
    }

    /** Called when all interfaces with tags are known: one that lies over a port takes its tag off before the switch sees it. */
    void port(Key.Link port, Key.Link bridge, SwitchFacts facts, PortVlans vlans, @Nullable Part part) {
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

    /** Frames at an interface. */
    static Frames at(Key.Link link, Integer... tags) {
        return new Frames(new Place(link, false), List.of(tags));
    }

    private static Frames inside(Key.Link bridge, Integer... tags) {
        return new Frames(new Place(bridge, true), List.of(tags));
    }

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
