package io.github.netnsjunit.topology.drawing;

import static io.github.netnsjunit.topology.drawing.TextWidth.visible;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.CableFacts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.PortVlans;
import io.github.netnsjunit.topology.RuleFacts;
import io.github.netnsjunit.topology.SwitchFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to draw: boxes, and the connections between them, in the order of the topology.
 *
 * <p>Each namespace is drawn as a box, and each switch too. A namespace that has nothing but switches and their ports gets no box of its
 * own, if it has only one switch, or if none of its switches has an address. Any other namespace is connected with each of its switches
 * by the switch's own interface.
 */
final class Network {

    /** If a switch has more hosts than this that are connected with nothing else, those hosts are drawn as a group, without lines. */
    private static final int MOST_DRAWN_APART = 4;

    private final Outline outline;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final Map<Node, List<Connection>> ofNode = new HashMap<>();
    private final Map<String, Node> nodeOfNamespace = new HashMap<>();
    private final Map<Key.Link, Node> switches = new HashMap<>();
    private final Set<Key.Link> cabled = new HashSet<>();
    private final List<CableFacts> cablesBetweenNodes = new ArrayList<>();
    private final Map<Object, List<CableFacts>> cablesWithinNode = new HashMap<>();
    private final Map<Node, Group> groups = new LinkedHashMap<>();
    private final Map<Node, Group> groupOfHost = new HashMap<>();
    private final Set<Connection> connectionsInGroups = new HashSet<>();

    private Network(Outline outline) {
        this.outline = outline;
    }

    static Network of(Outline outline) {
        Network network = new Network(outline);
        network.sortCables();
        outline.namespaces().forEach(network::addBoxes);
        network.connect();
        network.nodes.forEach(network::group);
        return network;
    }

    /** All boxes. */
    List<Node> nodes() {
        return nodes;
    }

    /** All lines between boxes. */
    List<Connection> connections() {
        return connections;
    }

    /** The lines that end in this box. */
    List<Connection> connections(Node node) {
        return ofNode.getOrDefault(node, List.of());
    }

    /** Whether at most one line ends in this box. */
    boolean isLeaf(Node node) {
        return connections(node).size() <= 1;
    }

    /** The switches that have a group of hosts, each with its group. */
    Map<Node, Group> groups() {
        return groups;
    }

    /** The notes of a box, without those that are said once for its whole group. */
    List<String> ownNotes(Node node) {
        Group group = groupOfHost.get(node);
        return group == null ? node.notes() : group.own(node);
    }

    /** Whether a line leads from a switch to one of the hosts in its group. */
    boolean isGrouped(Connection line) {
        return connectionsInGroups.contains(line);
    }

    /** Whether a box is a host in the group of a switch. */
    boolean isGrouped(Node node) {
        return groupOfHost.containsKey(node);
    }

    /** Finds the hosts that are connected with this switch and with nothing else, and makes a group of them if they are many. */
    private void group(Node bridge) {
        if (!bridge.isSwitch()) {
            return;
        }
        List<Connection> leaves = connections(bridge).stream()
                .filter(line -> line.beyond(bridge).node().role() == Node.Role.HOST
                        && isLeaf(line.beyond(bridge).node()))
                .toList();
        if (leaves.size() > MOST_DRAWN_APART) {
            Group group = Group.of(bridge, leaves);
            groups.put(bridge, group);
            leaves.forEach(line -> groupOfHost.put(line.beyond(bridge).node(), group));
            connectionsInGroups.addAll(leaves);
        }
    }

    /** Tells cables between two boxes, which are drawn as lines, from cables within one box, which become notes in it. */
    private void sortCables() {
        for (CableFacts cable : outline.cables()) {
            cabled.add(cable.one());
            cabled.add(cable.other());
            if (place(cable.one()).equals(place(cable.other()))) {
                cablesWithinNode
                        .computeIfAbsent(place(cable.one()), place -> new ArrayList<>())
                        .add(cable);
            } else {
                cablesBetweenNodes.add(cable);
            }
        }
    }

    /** Identifies the box that an interface is in: by the key of its switch if it is a port, else by the name of its namespace. */
    private Object place(Key.Link link) {
        return outline.link(link)
                .map(LinkFacts::master)
                .filter(master -> outline.bridge(master).isPresent())
                .map(Object.class::cast)
                .orElse(link.namespace());
    }

    private boolean isPort(LinkFacts link) {
        return place(link.key()) instanceof Key.Link;
    }

    private boolean isBridge(LinkFacts link) {
        return outline.bridge(link.key()).isPresent();
    }

    private void addBoxes(Namespace namespace) {
        List<LinkFacts> links = outline.links(namespace.name());
        List<LinkFacts> bridges = links.stream().filter(this::isBridge).toList();
        List<String> routes = Stream.concat(
                        RouteLines.of(outline, namespace.name()).stream(),
                        outline.rules(namespace.name()).stream()
                                .map(RuleFacts::text)
                                .map(TextWidth::visible))
                .toList();
        boolean onlySwitches = !bridges.isEmpty()
                && links.stream().allMatch(link -> isBridge(link) || isPort(link))
                && (bridges.size() == 1
                        || (routes.isEmpty()
                                && bridges.stream()
                                        .allMatch(bridge -> bridge.addresses().isEmpty())));
        List<String> remarks = remarks(namespace);
        if (onlySwitches) {
            for (LinkFacts bridge : bridges) {
                addSwitch(namespace, bridge, bridges.size() == 1, remarks, routes);
            }
        } else {
            addHost(namespace, links, remarks, routes);
            for (LinkFacts bridge : bridges) {
                addSwitch(namespace, bridge, false, List.of(), List.of());
            }
        }
    }

    /** What a namespace does, and what is unusual about it. */
    private List<String> remarks(Namespace namespace) {
        List<String> remarks = new ArrayList<>();
        if (namespace.host()) {
            remarks.add("the machine's own namespace");
        }
        if (!namespace.loopback()) {
            remarks.add("lo (down)");
        }
        boolean ipv4 = outline.forwards(namespace.name(), false);
        boolean ipv6 = outline.forwards(namespace.name(), true);
        if (ipv4 || ipv6) {
            remarks.add("forwards " + (ipv4 ? "IPv4" : "") + (ipv4 && ipv6 ? " and " : "") + (ipv6 ? "IPv6" : ""));
        }
        outline.remarks(namespace.name()).forEach(remark -> remarks.add(visible(remark)));
        return remarks;
    }

    private void addHost(Namespace namespace, List<LinkFacts> links, List<String> remarks, List<String> routes) {
        List<String> notes = new ArrayList<>(remarks);
        links.stream()
                .filter(link -> !cabled.contains(link.key()) && !isBridge(link) && !isPort(link))
                .map(this::withKind)
                .forEach(notes::add);
        notes.addAll(cablesWithin(namespace.name()));
        notes.addAll(routes);
        boolean forwards = outline.forwards(namespace.name(), false) || outline.forwards(namespace.name(), true);
        Node.Role role = forwards ? Node.Role.ROUTER : Node.Role.HOST;
        nodeOfNamespace.put(namespace.name(), add(visible(namespace.name()), role, namespace.host(), notes));
    }

    private void addSwitch(
            Namespace namespace, LinkFacts bridge, boolean isAll, List<String> remarks, List<String> routes) {
        String name = visible(bridge.key().name());
        List<String> notes = new ArrayList<>(remarks);
        SwitchFacts facts = outline.bridge(bridge.key()).orElseThrow();
        notes.add((isAll ? "bridge " + name : "bridge")
                + (bridge.up() ? "" : " (down)")
                + (facts.spanningTree() ? ", spanning tree" : "")
                + (facts.vlanFiltering() ? ", VLAN filtering" : ""));
        if (!nodeOfNamespace.containsKey(namespace.name())) {
            notes.addAll(addresses(bridge));
        }
        outline.links(namespace.name()).stream()
                .filter(link -> bridge.key().equals(link.master()) && !cabled.contains(link.key()))
                .map(this::withKind)
                .forEach(notes::add);
        notes.addAll(cablesWithin(bridge.key()));
        notes.addAll(routes);
        String title = visible(namespace.name());
        switches.put(bridge.key(), add(isAll ? title : title + ":" + name, Node.Role.SWITCH, namespace.host(), notes));
    }

    private Node add(String title, Node.Role role, boolean isMachine, List<String> notes) {
        Node node = new Node(nodes.size(), title, role, isMachine, notes);
        nodes.add(node);
        return node;
    }

    private List<String> cablesWithin(Object place) {
        return cablesWithinNode.getOrDefault(place, List.of()).stream()
                .map(cable -> Stream.of(cable.one(), cable.other())
                        .map(end -> outline.link(end).map(Network::line).orElseGet(() -> visible(end.name())))
                        .collect(Collectors.joining(" – ")))
                .toList();
    }

    private void connect() {
        for (CableFacts cable : cablesBetweenNodes) {
            connect(plug(cable.one()), plug(cable.other()));
        }
        for (LinkFacts link : outline.links()) {
            Node host = nodeOfNamespace.get(link.key().namespace());
            Node bridge = switches.get(link.key());
            if (host != null && bridge != null) {
                connect(plug(host, link), new Plug(bridge, "", List.of(), true));
            }
        }
    }

    private void connect(Plug one, Plug other) {
        Connection line = new Connection(connections.size(), one, other);
        connections.add(line);
        ofNode.computeIfAbsent(one.node(), node -> new ArrayList<>()).add(line);
        ofNode.computeIfAbsent(other.node(), node -> new ArrayList<>()).add(line);
    }

    private Plug plug(Key.Link end) {
        Node node = place(end) instanceof Key.Link bridge ? switches.get(bridge) : nodeOfNamespace.get(end.namespace());
        if (node == null) {
            throw new IllegalStateException("nothing is drawn for " + end);
        }
        return outline.link(end)
                .map(link -> plug(node, link))
                .orElseGet(() -> new Plug(node, visible(end.name()), List.of(), true));
    }

    private Plug plug(Node node, LinkFacts link) {
        Key.Link master = link.master();
        String more = node.isSwitch() ? vlans(link) : master == null ? "" : " master " + visible(master.name());
        return new Plug(node, visible(link.key().name()) + more, addresses(link), link.up());
    }

    /** The VLANs of a port, if its switch filters them and they are not what every port has. */
    private String vlans(LinkFacts port) {
        boolean filters =
                outline.bridge(port.master()).filter(SwitchFacts::vlanFiltering).isPresent();
        return outline.port(port.key())
                .map(PortOptions::vlans)
                .filter(vlans -> filters && !vlans.equals(PortVlans.DEFAULT))
                .map(vlans -> " " + vlans)
                .orElse("");
    }

    /** Describes an interface that has no cable, with its kind, which the drawing would not show otherwise. */
    private String withKind(LinkFacts link) {
        Key.Link master = link.master();
        return visible(link.key().name()) + " (" + link.kind() + remark(link) + below(link)
                + (link.up() ? "" : ", down") + ")"
                + (master == null || isPort(link) ? "" : " master " + visible(master.name()))
                + addresses(link).stream().map(" "::concat).collect(Collectors.joining());
    }

    private String remark(LinkFacts link) {
        return outline.remark(link.key()).map(text -> " " + visible(text)).orElse("");
    }

    /** For an interface that lies over another, as a VLAN does: which one. */
    private String below(LinkFacts link) {
        return outline.below(link.key())
                .map(lower -> " of "
                        + (lower.namespace().equals(link.key().namespace()) ? "" : visible(lower.namespace()) + ":")
                        + visible(lower.name()))
                .orElse("");
    }

    private static String line(LinkFacts link) {
        return visible(link.key().name())
                + (link.up() ? "" : " (down)")
                + addresses(link).stream().map(" "::concat).collect(Collectors.joining());
    }

    private static List<String> addresses(LinkFacts link) {
        return link.addresses().stream().map(LinkAddress::toString).toList();
    }
}
