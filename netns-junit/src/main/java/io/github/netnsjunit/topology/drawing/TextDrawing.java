package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws in characters. A box that has several connections stands at the left margin with all of them to its right: in a box of its
 * own what is connected with nothing else, otherwise the name of a box that stands at the left margin too.
 */
final class TextDrawing {

    /** The widest content of a box: two of them, their borders and a cable take 100 columns. An IPv6 address takes at most 43. */
    private static final int CONTENT = 43;

    private static final int COLUMNS = 100;
    private static final String CABLE = "──────";
    private static final String CABLE_DOWN = "╌╌╌╌╌╌";
    private static final String CABLE_TO_BOX = "─────▶";
    private static final String CABLE_TO_BOX_DOWN = "╌╌╌╌╌▶";

    private final Network network;
    private final Map<Node, List<Connection>> folded;
    private final Set<Node> besides = new HashSet<>();
    private final Map<Node, String> titles = new HashMap<>();
    private final List<String> longTitles = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean leadsToBox;

    TextDrawing(Network network) {
        this.network = network;
        folded = network.folded();
    }

    String draw() {
        network.nodes().forEach(each -> titles.put(each, shortened(each.title())));
        List<Node> left = atTheLeft();
        String gap = "";
        for (Node each : left) {
            text.append(gap);
            draw(each);
            gap = "\n";
        }
        if (leadsToBox) {
            text.append("\n▶ leads to another box\n");
        }
        if (!longTitles.isEmpty()) {
            text.append('\n');
            longTitles.forEach(title -> TextWidth.wrapped(title, COLUMNS)
                    .forEach(line -> text.append(line).append('\n')));
        }
        return text.toString();
    }

    /** A title that is too wide is told in full below the drawing. */
    private String shortened(String title) {
        if (TextWidth.of(title) <= CONTENT) {
            return title;
        }
        String mark = "[" + (longTitles.size() + 1) + "]";
        longTitles.add(mark + " " + title);
        return TextWidth.beginning(title, CONTENT - 1 - mark.length()) + "…" + mark;
    }

    /** All boxes but those that stand beside the one that they are connected with. Of two that are only connected with one another, the first. */
    private List<Node> atTheLeft() {
        for (Node each : network.nodes()) {
            boolean alone = network.connections(each).isEmpty();
            if (!alone && network.isLeaf(each)) {
                Node other = network.connections(each).get(0).beyond(each).node();
                boolean pair = network.isLeaf(other);
                if (!pair || other.number() < each.number()) {
                    besides.add(each);
                }
            }
        }
        return network.nodes().stream().filter(each -> !besides.contains(each)).toList();
    }

    private void draw(Node node) {
        List<Connection> lines = network.connections(node);
        Rows rows = new Rows(innerWidth(node, lines));
        for (String note : node.notes()) {
            TextWidth.wrapped(note, CONTENT).forEach(rows::note);
        }
        int room = COLUMNS - rows.width - 4 - CABLE.length() - 1;
        for (Connection line : lines) {
            rows.connect(line.at(node).lines(CONTENT), cable(line, node), beside(line, node, room));
        }
        rows.appendTo(text, titles.getOrDefault(node, ""));
    }

    private int innerWidth(Node node, List<Connection> lines) {
        int width = TextWidth.of(titles.getOrDefault(node, ""));
        for (String note : node.notes()) {
            width = Math.max(width, widest(TextWidth.wrapped(note, CONTENT)));
        }
        for (Connection line : lines) {
            width = Math.max(width, widest(line.at(node).lines(CONTENT)));
        }
        return width;
    }

    private static int widest(List<String> lines) {
        return lines.stream().mapToInt(TextWidth::of).max().orElse(0);
    }

    private boolean hasOwnBoxBeside(Connection line, Node node) {
        return besides.contains(line.beyond(node).node())
                && !folded.getOrDefault(node, List.of()).contains(line);
    }

    private String cable(Connection line, Node node) {
        if (besides.contains(line.beyond(node).node())) {
            return line.up() ? CABLE : CABLE_DOWN;
        }
        leadsToBox = true;
        return line.up() ? CABLE_TO_BOX : CABLE_TO_BOX_DOWN;
    }

    /** What stands at the other end of a cable, of which the first line that is no border is beside the cable. */
    private Beside beside(Connection line, Node node, int room) {
        Plug plug = line.beyond(node);
        String title = titles.getOrDefault(plug.node(), "");
        if (hasOwnBoxBeside(line, node)) {
            List<String> content = new ArrayList<>(plug.lines(CONTENT));
            plug.node().notes().forEach(note -> content.addAll(TextWidth.wrapped(note, CONTENT)));
            return new Beside(true, boxed(title, content));
        }
        List<String> content =
                new ArrayList<>(TextWidth.wrapped((title + ": " + plug.line()).replaceFirst(": $", ""), room));
        if (besides.contains(plug.node())) {
            plug.node()
                    .notes()
                    .forEach(note -> TextWidth.wrapped(note, room - 2).forEach(part -> content.add("  " + part)));
        }
        return new Beside(false, content.stream().map(" "::concat).toList());
    }

    private static List<String> boxed(String title, List<String> content) {
        int width = Math.max(TextWidth.of(title), widest(content));
        List<String> box = new ArrayList<>();
        box.add(top(title, width));
        for (String line : content) {
            box.add((box.size() == 1 ? "┤ " : "│ ") + TextWidth.padded(line, width) + " │");
        }
        box.add(bottom(width));
        return box;
    }

    private static String top(String title, int width) {
        return "┌ " + title + " " + "─".repeat(width - TextWidth.of(title)) + "┐";
    }

    private static String bottom(int width) {
        return "└" + "─".repeat(width + 2) + "┘";
    }

    /** What stands at the right: a box, or mere lines. */
    private record Beside(boolean box, List<String> lines) {}

    /** The rows of a box at the left margin, below its upper border, and what stands to the right of them. */
    private static final class Rows {

        private final int width;
        private final List<String> left = new ArrayList<>();
        /** Beside the upper border, and so one row ahead of what is left. */
        private final List<String> right = new ArrayList<>();

        private boolean lastIsBox;

        Rows(int width) {
            this.width = width;
        }

        void note(String line) {
            left.add("│ " + TextWidth.padded(line, width) + " │");
        }

        void connect(List<String> label, String cable, Beside beside) {
            int begin = Math.max(left.size() + (beside.box() ? 0 : 1), right.size());
            int dock = beside.box() ? begin : begin - 1;
            fill(left, dock, "│ " + " ".repeat(width) + " │");
            fill(right, begin, "");
            for (int i = 0; i < label.size(); i++) {
                String border = i == 0 ? " ├" + cable : " │";
                left.add("│ " + TextWidth.rightAligned(label.get(i), width) + border);
            }
            for (int i = 0; i < beside.lines().size(); i++) {
                boolean besideCable = begin + i == dock + 1;
                right.add(
                        besideCable
                                ? beside.lines().get(i)
                                : " ".repeat(cable.length()) + beside.lines().get(i));
            }
            lastIsBox = beside.box();
        }

        void appendTo(StringBuilder text, String title) {
            int rows = Math.max(left.size() + 1, right.size() - (lastIsBox ? 1 : 0));
            fill(left, rows - 1, "│ " + " ".repeat(width) + " │");
            left.add(0, top(title, width));
            left.add(bottom(width));
            for (int i = 0; i < left.size(); i++) {
                String beside = i < right.size() ? right.get(i) : "";
                text.append((left.get(i) + beside).stripTrailing()).append('\n');
            }
        }

        private static void fill(List<String> lines, int size, String filler) {
            while (lines.size() < size) {
                lines.add(filler);
            }
        }
    }
}
