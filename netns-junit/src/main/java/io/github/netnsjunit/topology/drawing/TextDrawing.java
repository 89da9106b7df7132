package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws in characters. A box that has several connections stands at the left margin, with all its connections to its right. A box that
 * has only this one connection is drawn at the other end. If it has more, it stands at the left margin too, and only its name is
 * written at the other end.
 */
final class TextDrawing {

    /** The widest content of a box: two such boxes with their borders and a cable take 100 columns. An IPv6 address takes at most 43. */
    private static final int WIDEST_CONTENT = 43;

    private static final int COLUMNS = 100;
    private static final String CABLE = "──────";
    private static final String CABLE_DOWN = "╌╌╌╌╌╌";
    private static final String CABLE_TO_BOX = "─────▶";
    private static final String CABLE_TO_BOX_DOWN = "╌╌╌╌╌▶";

    private final Network network;
    /** The nodes that stand to the right of the one that they are connected with. */
    private final Set<Node> atTheRight = new HashSet<>();

    private final Map<Node, String> titles = new HashMap<>();
    private final List<String> longTitles = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean leadsToBox;

    TextDrawing(Network network) {
        this.network = network;
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

    /** A title that is too wide is cut, and written in full below the drawing. */
    private String shortened(String title) {
        if (TextWidth.of(title) <= WIDEST_CONTENT) {
            return title;
        }
        String mark = "[" + (longTitles.size() + 1) + "]";
        longTitles.add(mark + " " + title);
        return TextWidth.beginning(title, WIDEST_CONTENT - 1 - mark.length()) + "…" + mark;
    }

    /** The nodes at the left margin. If two are connected with nothing but one another, the first of them stands there. */
    private List<Node> atTheLeft() {
        for (Node each : network.nodes()) {
            boolean alone = network.connections(each).isEmpty();
            if (!alone && network.isLeaf(each)) {
                Node other = network.connections(each).get(0).beyond(each).node();
                boolean pair = network.isLeaf(other);
                if (!pair || other.number() < each.number()) {
                    atTheRight.add(each);
                }
            }
        }
        return network.nodes().stream()
                .filter(each -> !atTheRight.contains(each))
                .toList();
    }

    private void draw(Node node) {
        List<Connection> lines = network.connections(node);
        Rows rows = new Rows(innerWidth(node, lines));
        notes(node).forEach(rows::note);
        int room = COLUMNS - rows.width - 4 - CABLE.length() - 1;
        for (Connection line : lines) {
            rows.connect(line.at(node).lines(WIDEST_CONTENT), cable(line, node), beside(line, node, room));
        }
        rows.appendTo(text, titles.getOrDefault(node, ""));
    }

    /** The notes of a box at the left margin, and those about the group of hosts of a switch. */
    private List<String> notes(Node node) {
        List<String> notes = new ArrayList<>(node.notes());
        Group group = network.groups().get(node);
        if (group != null) {
            notes.addAll(group.notes());
        }
        return TextWidth.wrapped(notes, WIDEST_CONTENT);
    }

    private int innerWidth(Node node, List<Connection> lines) {
        List<String> content = new ArrayList<>(notes(node));
        content.add(titles.getOrDefault(node, ""));
        lines.forEach(line -> content.addAll(line.at(node).lines(WIDEST_CONTENT)));
        return TextWidth.ofWidest(content);
    }

    private boolean hasOwnBoxBeside(Connection line, Node node) {
        return atTheRight.contains(line.beyond(node).node()) && !network.isGrouped(line);
    }

    private String cable(Connection line, Node node) {
        if (atTheRight.contains(line.beyond(node).node())) {
            return line.up() ? CABLE : CABLE_DOWN;
        }
        leadsToBox = true;
        return line.up() ? CABLE_TO_BOX : CABLE_TO_BOX_DOWN;
    }

    /** Draws the other end of a cable. Its first line, or the first line within its box, is on the height of the cable. */
    private Beside beside(Connection line, Node node, int room) {
        Plug plug = line.beyond(node);
        String title = titles.getOrDefault(plug.node(), "");
        if (hasOwnBoxBeside(line, node)) {
            List<String> content = new ArrayList<>(plug.lines(WIDEST_CONTENT));
            content.addAll(TextWidth.wrapped(plug.node().notes(), WIDEST_CONTENT));
            return new Beside(true, boxed(title, content));
        }
        List<String> content =
                new ArrayList<>(TextWidth.wrapped((title + ": " + plug.line()).replaceFirst(": $", ""), room));
        if (atTheRight.contains(plug.node())) {
            TextWidth.wrapped(network.ownNotes(plug.node()), room - 2).forEach(note -> content.add("  " + note));
        }
        return new Beside(false, content.stream().map(" "::concat).toList());
    }

    private static List<String> boxed(String title, List<String> content) {
        int width = Math.max(TextWidth.of(title), TextWidth.ofWidest(content));
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

    /**
     * What is drawn to the right of a cable.
     *
     * @param box whether the lines are a whole box with its borders
     */
    private record Beside(boolean box, List<String> lines) {}

    /** The rows of a box at the left margin, and what is drawn to the right of them. */
    private static final class Rows {

        private final int width;
        /** Begins with the row below the upper border. */
        private final List<String> left = new ArrayList<>();
        /** Begins one row higher: with what is beside the upper border. */
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
