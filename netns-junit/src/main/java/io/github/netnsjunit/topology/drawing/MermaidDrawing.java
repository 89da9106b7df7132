package io.github.netnsjunit.topology.drawing;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws as a flowchart in the language of Mermaid 11. */
final class MermaidDrawing {

    /** Keeps an interface's name and addresses on one line. Without this, Mermaid breaks a line after 200 pixels. */
    private static final String NO_WRAPPING = "  %%{init: {\"flowchart\": {\"wrappingWidth\": 800}}}%%\n";

    private final Network network;

    MermaidDrawing(Network network) {
        this.network = network;
    }

    String draw() {
        StringBuilder text = new StringBuilder("flowchart LR\n" + NO_WRAPPING);
        for (Node each : network.nodes()) {
            if (!network.isGrouped(each)) {
                text.append("  ").append(box(each)).append('\n');
            }
        }
        network.groups()
                .forEach((bridge, group) -> text.append("  h" + bridge.number() + "[\"" + label(group) + "\"]\n"));
        for (Connection each : network.connections()) {
            if (!network.isGrouped(each)) {
                text.append("  ").append(line(each)).append('\n');
            }
        }
        network.groups()
                .keySet()
                .forEach(bridge -> text.append("  n")
                        .append(bridge.number())
                        .append(" === h")
                        .append(bridge.number())
                        .append('\n'));
        String hosts = network.nodes().stream()
                .filter(node -> node.isMachine() && !network.isGrouped(node))
                .map(node -> "n" + node.number())
                .collect(Collectors.joining(","));
        if (!hosts.isEmpty()) {
            text.append("  classDef host stroke-width:3px,stroke-dasharray:8 4\n");
            text.append("  class ").append(hosts).append(" host\n");
        }
        return text.toString();
    }

    private String box(Node node) {
        Stream<String> plugs = network.connections(node).stream()
                .map(line -> line.at(node))
                .filter(plug -> !plug.name().isEmpty())
                .filter(plug -> !node.isSwitch() || !plug.addresses().isEmpty() || !plug.up())
                .map(plug -> escaped(plug.line()));
        Stream<String> notes = node.notes().stream().map(MermaidDrawing::escaped);
        String label = Stream.of(
                        Stream.of("<b>" + escaped(node.title()) + "</b>"),
                        node.isSwitch() ? notes : plugs,
                        node.isSwitch() ? plugs : notes)
                .flatMap(lines -> lines)
                .collect(Collectors.joining("<br/>"));
        return "n" + node.number()
                + switch (node.role()) {
                    case HOST -> "[\"" + label + "\"]";
                    case ROUTER -> "{{\"" + label + "\"}}";
                    case SWITCH -> "([\"" + label + "\"])";
                };
    }

    /** Says what the hosts of a group have in common, and then names them, one below the other. */
    private static String label(Group group) {
        return Stream.concat(
                        group.notes().stream().map(MermaidDrawing::escaped),
                        group.lines().stream().flatMap(line -> {
                            Plug plug = line.beyond(group.bridge());
                            String at = Group.at(line.at(group.bridge()), plug.node());
                            return Stream.concat(
                                    Stream.of("<b>" + escaped(plug.node().title()) + "</b> "
                                            + escaped((plug.line() + " " + at).strip())),
                                    group.own(plug.node()).stream().map(MermaidDrawing::escaped));
                        }))
                .collect(Collectors.joining("<br/>"));
    }

    private static String line(Connection line) {
        String names = Stream.of(line.one(), line.other())
                .filter(plug -> !plug.name().isEmpty())
                .map(plug -> escaped(plug.label()))
                .collect(Collectors.joining(" – "));
        return "n" + line.one().node().number() + (line.up() ? " ---" : " -.-") + "|\"" + names + "\"| n"
                + line.other().node().number();
    }

    /** Makes a text safe in a label: a character that may mean something to Mermaid, Markdown or HTML is written as its number. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            if (Character.isLetterOrDigit(each) || " ./:-(),–".indexOf(each) >= 0) {
                escaped.appendCodePoint(each);
            } else {
                escaped.append('#').append(each).append(';');
            }
        });
        // If a colon and a number follow, Mermaid takes these words for the beginning of a style, even within quotes.
        return escaped.toString().replace("style", "st#121;le").replace("classDef", "class#68;ef");
    }
}
