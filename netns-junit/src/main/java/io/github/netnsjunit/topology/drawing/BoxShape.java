package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A namespace or a switch: its title, its notes, and below them the ends of its connections, each at the border where its line ends. */
final class BoxShape implements Shape {

    /** Between the ends at the left border and those at the right border. */
    private static final int MIDDLE = 24;

    private final Node node;
    private final List<String> notes;
    private final Column left = new Column();
    private final Column right = new Column();

    /** The ends at one border. */
    private static final class Column {
        private final List<String> lines = new ArrayList<>();
        /** The index of the first line of each end. */
        private final Map<Connection, Integer> first = new HashMap<>();

        int letters() {
            return TextWidth.ofWidest(lines);
        }
    }

    /**
     * Makes the shape of a box.
     *
     * @param atLeft the connections that end at the left border, from top to bottom
     * @param atRight the connections that end at the right border
     */
    BoxShape(Node node, List<Connection> atLeft, List<Connection> atRight) {
        this.node = node;
        atLeft.forEach(line -> add(line, left));
        atRight.forEach(line -> add(line, right));
        notes = TextWidth.wrapped(node.notes(), Math.max(LONGEST_NOTE, left.letters() + right.letters()));
    }

    private void add(Connection line, Column column) {
        column.first.put(line, column.lines.size());
        column.lines.addAll(line.at(node).lines(LONGEST_LINE));
    }

    @Override
    public int width() {
        int letters = Math.max(TextWidth.of(node.title()), TextWidth.ofWidest(notes));
        int middle = left.letters() == 0 || right.letters() == 0 ? 0 : MIDDLE;
        int ends = (left.letters() + right.letters()) * SvgWriter.LETTER + middle;
        return Math.max(letters * SvgWriter.LETTER, ends) + 2 * MARGIN;
    }

    @Override
    public int height() {
        return header() + Math.max(left.lines.size(), right.lines.size()) * SvgWriter.LINE + MARGIN;
    }

    private int header() {
        return MARGIN + (1 + notes.size()) * SvgWriter.LINE;
    }

    @Override
    public int entry(Connection line) {
        int first = left.first.getOrDefault(line, right.first.getOrDefault(line, 0));
        return header() + first * SvgWriter.LINE + SvgWriter.LINE / 2;
    }

    @Override
    public void draw(SvgWriter to, int x, int top, int width) {
        to.rectangle(kind(node), x, top, width, height());
        int y = top + MARGIN;
        to.text("title", x + MARGIN, y, node.title());
        for (String note : notes) {
            y += SvgWriter.LINE;
            to.text("quiet", x + MARGIN, y, note);
        }
        for (int i = 0; i < left.lines.size(); i++) {
            to.text("", x + MARGIN, top + header() + i * SvgWriter.LINE, left.lines.get(i));
        }
        for (int i = 0; i < right.lines.size(); i++) {
            to.textUpTo(
                    x + width - MARGIN,
                    top + header() + i * SvgWriter.LINE,
                    right.lines.get(i).strip());
        }
        left.first.keySet().stream().sorted(Connection.BY_NUMBER).forEach(line -> to.end(x, top + entry(line)));
        right.first.keySet().stream()
                .sorted(Connection.BY_NUMBER)
                .forEach(line -> to.end(x + width, top + entry(line)));
    }

    /** The CSS classes of a box: what it is to packets, and whether it is in the machine's own namespace. */
    static String kind(Node node) {
        String role = switch (node.role()) {
            case HOST -> "namespace";
            case ROUTER -> "router";
            case SWITCH -> "switch";
        };
        return role + (node.isMachine() ? " machine" : "");
    }
}
