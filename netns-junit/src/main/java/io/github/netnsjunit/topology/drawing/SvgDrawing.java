package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws as SVG: what is connected in columns from left to right, one connected whole below the other, and at the bottom the
 * namespaces that are connected with nothing.
 */
final class SvgDrawing {

    private static final int MARGIN = 20;
    private static final int GAP = 30;
    private static final int MOST_NAMES_IN_TITLE = 5;

    private final Network network;
    private final Map<Node, List<Connection>> folded;
    private final SvgWriter writer = new SvgWriter();
    private int width;
    private int bottom = MARGIN;

    SvgDrawing(Network network) {
        this.network = network;
        folded = network.folded();
    }

    String draw() {
        for (SvgGraph graph : wholes()) {
            graph.draw(writer, MARGIN, bottom);
            advance(graph.width(), graph.height());
        }
        List<Node> unconnected = network.nodes().stream()
                .filter(node -> network.connections(node).isEmpty())
                .toList();
        if (!unconnected.isEmpty()) {
            GroupShape group = GroupShape.ofUnconnected(unconnected);
            group.draw(writer, MARGIN, bottom, group.width());
            advance(group.width(), group.height());
        }
        return writer.document(title(), description(), width + 2 * MARGIN, Math.max(2 * MARGIN, bottom - GAP + MARGIN));
    }

    private void advance(int drawnWidth, int drawnHeight) {
        width = Math.max(width, drawnWidth);
        bottom += drawnHeight + GAP;
    }

    private String title() {
        List<String> names = network.nodes().stream().map(Node::title).toList();
        return names.size() <= MOST_NAMES_IN_TITLE
                ? "Network of " + String.join(", ", names)
                : "Network of " + names.size() + " hosts and switches";
    }

    private List<String> description() {
        return network.connections().stream()
                .map(line -> described(line.one()) + " – " + described(line.other()))
                .toList();
    }

    private static String described(Plug plug) {
        return (plug.node().title() + " " + plug.line()).strip();
    }

    /** What hangs together, in the order of the topology. */
    private List<SvgGraph> wholes() {
        List<SvgGraph> wholes = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        for (Node each : network.nodes()) {
            if (!network.connections(each).isEmpty() && !done.contains(each)) {
                Set<Node> whole = connectedWith(each);
                done.addAll(whole);
                wholes.add(
                        graph(network.nodes().stream().filter(whole::contains).toList()));
            }
        }
        return wholes;
    }

    private Set<Node> connectedWith(Node first) {
        List<Node> found = new ArrayList<>(List.of(first));
        Set<Node> seen = new HashSet<>(found);
        for (int i = 0; i < found.size(); i++) {
            Node node = found.get(i);
            network.connections(node).stream()
                    .map(line -> line.beyond(node).node())
                    .filter(seen::add)
                    .forEach(found::add);
        }
        return seen;
    }

    private SvgGraph graph(List<Node> whole) {
        Set<Node> gone = new HashSet<>();
        Set<Connection> foldedLines = new HashSet<>();
        List<Connection> trunks = new ArrayList<>();
        for (Node bridge : whole) {
            List<Connection> lines = folded.getOrDefault(bridge, List.of());
            lines.forEach(line -> gone.add(line.beyond(bridge).node()));
            foldedLines.addAll(lines);
            if (!lines.isEmpty()) {
                trunks.add(trunk(bridge, lines.size()));
            }
        }
        List<Node> vertices =
                whole.stream().filter(node -> !gone.contains(node)).collect(Collectors.toCollection(ArrayList::new));
        List<Connection> edges = whole.stream()
                .flatMap(node -> network.connections(node).stream()
                        .filter(line -> line.one().node().equals(node)))
                .filter(line -> !foldedLines.contains(line))
                .collect(Collectors.toCollection(ArrayList::new));
        edges.sort(Connection.BY_NUMBER);
        trunks.forEach(trunk -> vertices.add(trunk.other().node()));
        edges.addAll(trunks);
        return new SvgGraph(vertices, edges, this::groupOrNothing);
    }

    /** Stands for all the cables between a switch and the hosts that are drawn together. */
    private Connection trunk(Node bridge, int hosts) {
        int number = network.connections().size() + bridge.number();
        Node group = new Node(network.nodes().size() + bridge.number(), bridge.title(), false, false, List.of());
        return new Connection(
                number, new Plug(bridge, hosts + " hosts", List.of(), true), new Plug(group, "", List.of(), true));
    }

    /** The shape of hosts that are drawn together, of which the numbers follow those of the nodes; empty for other nodes. */
    private Optional<Shape> groupOrNothing(Node node) {
        int number = node.number() - network.nodes().size();
        if (number < 0) {
            return Optional.empty();
        }
        Node bridge = network.nodes().get(number);
        return Optional.of(GroupShape.ofHosts(bridge, folded.getOrDefault(bridge, List.of())));
    }
}
