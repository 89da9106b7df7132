package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts that are connected with one switch and with nothing else, if they are many. What all of them have, such as a default route, is
 * said once.
 *
 * @param bridge the switch
 * @param lines the connections to these hosts
 * @param shared the notes that all of these hosts have
 */
record Group(Node bridge, List<Connection> lines, List<String> shared) {

    static Group of(Node bridge, List<Connection> lines) {
        List<String> shared = new ArrayList<>(lines.get(0).beyond(bridge).node().notes());
        lines.forEach(line -> shared.retainAll(line.beyond(bridge).node().notes()));
        return new Group(bridge, lines, shared);
    }

    /** The notes that all hosts have, as notes about the group. */
    List<String> notes() {
        return shared.stream().map(note -> "each host: " + note).toList();
    }

    /** The notes that only some of the hosts have. */
    List<String> own(Node host) {
        return host.notes().stream().filter(note -> !shared.contains(note)).toList();
    }

    /** What to say of the port of a host: nothing if it has the name of the host, as on a LAN. */
    static String at(Plug port, Node host) {
        return port.line().isEmpty() || port.line().equals(host.title()) ? "" : "at " + port.line();
    }
}
