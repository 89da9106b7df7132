package io.github.netnsjunit.topology.drawing;

import java.util.List;

/**
 * What is drawn as one box: a namespace, or a switch in one.
 *
 * @param number counts up from 0
 * @param title unique among the boxes: the name of the namespace, for a switch that shares it with other things also its own name
 * @param isSwitch whether it is a switch
 * @param isHost whether it is the namespace that this Java process runs in
 * @param notes what stands in the box besides the ends of cables: interfaces without a cable, routes
 */
record Node(int number, String title, boolean isSwitch, boolean isHost, List<String> notes) {

    Node {
        notes = List.copyOf(notes);
    }
}
