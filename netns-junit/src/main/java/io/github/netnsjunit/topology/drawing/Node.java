package io.github.netnsjunit.topology.drawing;

import java.util.List;

/**
 * What is drawn as one box: a namespace, or a switch in one.
 *
 * @param number counts up from 0
 * @param title the namespace's name, and for a switch that is not alone in its namespace also the switch's name; no two boxes have the
 *     same title
 * @param isSwitch whether it is a switch
 * @param isHost whether it is the namespace that this Java process runs in
 * @param notes what the box tells besides the ends of its connections: interfaces without a cable, routes
 */
record Node(int number, String title, boolean isSwitch, boolean isHost, List<String> notes) {

    Node {
        notes = List.copyOf(notes);
    }

    /** The notes, broken into lines of at most so many columns. */
    List<String> lines(int width) {
        return notes.stream()
                .flatMap(note -> TextWidth.wrapped(note, width).stream())
                .toList();
    }
}
