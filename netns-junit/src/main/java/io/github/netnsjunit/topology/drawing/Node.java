package io.github.netnsjunit.topology.drawing;

import java.util.List;

/**
 * What is drawn as one box: a namespace, or a switch in one.
 *
 * @param number counts up from 0
 * @param title the namespace's name, and for a switch that is not alone in its namespace also the switch's name; no two boxes have the
 *     same title
 * @param role what it is to the packets of others
 * @param isMachine whether it is the namespace that this Java process runs in
 * @param notes what the box tells besides the ends of its connections: what it does, interfaces without a cable, routes
 */
record Node(int number, String title, Role role, boolean isMachine, List<String> notes) {

    Node {
        notes = List.copyOf(notes);
    }

    /** What a box is to the packets of others. */
    enum Role {
        HOST,
        ROUTER,
        SWITCH
    }

    /** Whether it is a switch. */
    boolean isSwitch() {
        return role == Role.SWITCH;
    }
}
