package io.github.netnsjunit.topology.drawing;

import java.util.Comparator;

/**
 * What is drawn as a line between two boxes: a cable, or the place where a namespace is itself a part of its switch.
 *
 * @param number counts up from 0
 * @param one an end
 * @param other the other end, in another box
 */
record Connection(int number, Plug one, Plug other) {

    /** In the order of the topology. */
    static final Comparator<Connection> BY_NUMBER = Comparator.comparingInt(Connection::number);

    /** The end in a box. */
    Plug at(Node node) {
        return one.node().equals(node) ? one : other;
    }

    /** The end that is not in a box. */
    Plug beyond(Node node) {
        return one.node().equals(node) ? other : one;
    }

    /** Whether both ends are up. */
    boolean up() {
        return one.up() && other.up();
    }
}
