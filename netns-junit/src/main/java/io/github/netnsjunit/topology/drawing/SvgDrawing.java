package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Draws as SVG. Boxes that are connected with one another are drawn as one graph, in columns from left to right. The graphs stand one
 * below the other, and at the bottom the namespaces that are connected with nothing.
 */
final class SvgDrawing {

    private static final int MARGIN = 20;
    private static final int GAP = 30;
    private static final int MOST_NAMES_IN_TITLE = 5;

    private final Network network;
    private final SvgWriter writer = new SvgWriter();
    private int width;
    private int bottom = MARGIN;

    SvgDrawing(Network network) {
        this.network = network;
    }

    String draw() {
        for (SvgGraph graph : graphs()) {
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

    /** One graph for all boxes that are connected with one another, in the order of the topology. */
    private List<SvgGraph> graphs() {
        List<SvgGraph> graphs = new ArrayList<>();
        Set<Node> done = new HashSet<>();
        for (Node each : network.nodes()) {
            if (!network.connections(each).isEmpty() && !done.contains(each)) {
                Set<Node> connected = connectedWith(each);
                done.addAll(connected);
                graphs.add(graph(
                        network.nodes().stream().filter(connected::contains).toList()));
            }
        }
        return graphs;
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

    private SvgGraph graph(List<Node> connected) {
        List<Node> vertices = new ArrayList<>(
                connected.stream().filter(node -> !network.isGrouped(node)).toList());
        List<Connection> edges = connected.stream()
                .flatMap(node -> network.connections(node).stream()
                        .filter(line -> line.one().node().equals(node)))
                .filter(line -> !network.isGrouped(line))
                .sorted(Connection.BY_NUMBER)
                .collect(Collectors.toCollection(ArrayList::new));
        Map<Node, Shape> groups = new HashMap<>();
        for (Node bridge : connected) {
            Group hosts = network.groups().get(bridge);
            if (hosts != null) {
                Connection trunk = trunk(bridge, hosts.lines().size());
                Node group = trunk.other().node();
                groups.put(group, GroupShape.ofHosts(hosts));
                vertices.add(group);
                edges.add(trunk);
            }
        }
        return new SvgGraph(vertices, edges, groups);
    }

    /** Makes one line of all the cables between a switch and its group of hosts. The group is its other end, as a node of its own. */
    private Connection trunk(Node bridge, int hosts) {
        int number = network.connections().size() + bridge.number();
        Node group =
                new Node(network.nodes().size() + bridge.number(), bridge.title(), Node.Role.HOST, false, List.of());
        return new Connection(
                number, new Plug(bridge, hosts + " hosts", List.of(), true), new Plug(group, "", List.of(), true));
    }
}
