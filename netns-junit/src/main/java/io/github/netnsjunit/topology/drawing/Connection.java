package io.github.netnsjunit.topology.drawing;

import java.util.Comparator;

/**
 * A line between two boxes: a cable, or the way from a namespace into its own switch.
 *
 * @param number counts up from 0
 * @param one an end
 * @param other the other end, in another box
 */
record Connection(int number, Plug one, Plug other) {

    /** Sorts by the order in the topology. */
    static final Comparator<Connection> BY_NUMBER = Comparator.comparingInt(Connection::number);

    /** The end that is in this box. */
    Plug at(Node node) {
        return one.node().equals(node) ? one : other;
    }

    /** The end that is in the other box. */
    Plug beyond(Node node) {
        return one.node().equals(node) ? other : one;
    }

    /** Whether both ends are up. */
    boolean up() {
        return one.up() && other.up();
    }
}
