package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * One end of a connection.
 *
 * @param node the box that it enters
 * @param name of the interface, with what is unusual about it; empty for the inside of a switch, which has no interface there
 * @param addresses of the interface
 * @param up whether the interface is brought up
 */
record Plug(Node node, String name, List<String> addresses, boolean up) {

    Plug {
        addresses = List.copyOf(addresses);
    }

    /** The name, and that it is down if it is. */
    String label() {
        return up ? name : name + " (down)";
    }

    /** The label and all addresses in one line. */
    String line() {
        return addresses.isEmpty() ? label() : label() + " " + String.join(" ", addresses);
    }

    /** The label, beside it the first address if there is room, and each further address on a line of its own. */
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
