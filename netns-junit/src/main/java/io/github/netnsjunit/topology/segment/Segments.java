package io.github.netnsjunit.topology.segment;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.segment.Joints.Frames;
import io.github.netnsjunit.topology.segment.Joints.Joint;
import io.github.netnsjunit.topology.segment.Joints.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds out which interfaces hear one another's frames, and where frames would go round in a ring. */
public final class Segments {

    private final Joints joints;
    /** The number of the segment that frames are on. */
    private final Map<Frames, Integer> numbers = new HashMap<>();

    private int next;

    /** Numbers the segments that these interfaces are on. */
    public Segments(Joints joints, Collection<Key.Link> links) {
        this.joints = joints;
        links.forEach(link -> follow(Joints.at(link)));
        for (Joint joint : joints.all()) {
            follow(joint.one());
            follow(joint.other());
        }
    }

    /** Follows frames to wherever they get, and gives all of these places the next number. Does nothing if the frames have a number. */
    private void follow(Frames start) {
        int number = next;
        if (numbers.putIfAbsent(start, number) != null) {
            return;
        }
        next++;
        Deque<Frames> reached = new ArrayDeque<>(List.of(start));
        while (!reached.isEmpty()) {
            Frames here = reached.remove();
            for (Joint joint : joints.joining(here.place())) {
                Frames there = joint.across(here);
                if (there != null && numbers.putIfAbsent(there, number) == null) {
                    reached.add(there);
                }
            }
        }
    }

    /** The number of the segment that an interface's frames without a tag are on; -1 for an unknown interface. */
    public int number(Key.Link link) {
        return numbers.getOrDefault(Joints.at(link), -1);
    }

    /**
     * The parts that close a ring, in the order of the parts. A switch that speaks the spanning tree protocol opens every ring that it is
     * in, because the other switches pass its messages on as a cable does. So only switches that do not speak it can form a ring. An
     * interface that is down is in no ring.
     */
    public List<Part> ringClosers(Predicate<Key.Link> up, Predicate<Key.Link> spanningTree) {
        record Crossing(Joint joint, Frames one, Frames other) {}
        List<Crossing> crossings = new ArrayList<>();
        for (Frames here : numbers.keySet()) {
            for (Joint joint : joints.joining(here.place())) {
                boolean counted =
                        here.place().equals(joint.one().place()); // each joint once, though both sides know it
                Frames there = counted && isOpen(joint, up, spanningTree) ? joint.across(here) : null;
                if (there != null) {
                    crossings.add(new Crossing(joint, here, there));
                }
            }
        }
        crossings.sort(Comparator.comparingInt(crossing -> crossing.joint().number()));
        Map<Frames, Frames> parents = new HashMap<>();
        Set<Part> closers = new LinkedHashSet<>();
        for (Crossing crossing : crossings) {
            Frames one = root(parents, crossing.one());
            Frames other = root(parents, crossing.other());
            if (!one.equals(other)) {
                parents.put(other, one);
            } else if (crossing.joint().part() != null) {
                closers.add(crossing.joint().part());
            }
        }
        return List.copyOf(closers);
    }

    private static boolean isOpen(Joint joint, Predicate<Key.Link> up, Predicate<Key.Link> spanningTree) {
        Place one = joint.one().place();
        Place other = joint.other().place();
        return up.test(one.link())
                && up.test(other.link())
                && !(one.inside() && spanningTree.test(one.link()))
                && !(other.inside() && spanningTree.test(other.link()));
    }

    private static Frames root(Map<Frames, Frames> parents, Frames frames) {
        Frames root = frames;
        for (Frames parent = parents.get(root); parent != null; parent = parents.get(root)) {
            root = parent;
        }
        return root;
    }
}
