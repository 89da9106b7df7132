package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * One end of a connection: as a rule an interface.
 *
 * @param node the box that it is in
 * @param name the interface's name, and its master if that is no switch; empty inside a switch, where there is no interface
 * @param addresses the interface's addresses
 * @param up whether the interface is brought up
 */
record Plug(Node node, String name, List<String> addresses, boolean up) {

    Plug {
        addresses = List.copyOf(addresses);
    }

    /** The name, with "(down)" behind it if the interface is down. */
    String label() {
        return up ? name : name + " (down)";
    }

    /** The label and all addresses in one line. */
    String line() {
        return addresses.isEmpty() ? label() : label() + " " + String.join(" ", addresses);
    }

    /** The label with the first address, if both fit into one line, and each other address on a line of its own. */
    List<String> lines(int width) {
        List<String> lines = new ArrayList<>(TextWidth.wrapped(label(), width));
        for (String address : addresses) {
            String beside = lines.get(lines.size() - 1) + " " + address;
            if (lines.size() == 1 && address.equals(addresses.get(0)) && TextWidth.of(beside) <= width) {
                lines.set(0, beside);
            } else {
                lines.addAll(TextWidth.wrapped(address, width));
            }
        }
        return lines;
    }
}
