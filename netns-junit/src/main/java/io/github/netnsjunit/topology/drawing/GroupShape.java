package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/** Many boxes in rows and columns, without lines between them: the hosts of one switch, or namespaces that are connected with nothing. */
final class GroupShape implements Shape {

    /** The wished width, divided by the height. */
    private static final double PROPORTION = 1.5;

    private static final int WIDEST = 1100;

    private final boolean framed;
    private final List<String> notes;
    private final List<Cell> cells;
    private final int cellWidth;
    private final int perRow;

    /**
     * One box.
     *
     * @param lines what stands below the title
     * @param ofInterface how many of these lines, from the first on, describe the interface; the others are drawn less black
     */
    private record Cell(Node node, List<String> lines, int ofInterface) {

        int letters() {
            return Math.max(TextWidth.of(node.title()), TextWidth.ofWidest(lines));
        }

        int height() {
            return 2 * MARGIN + (1 + lines.size()) * SvgWriter.LINE;
        }
    }

    private GroupShape(boolean framed, List<String> notes, List<Cell> cells) {
        this.framed = framed;
        this.notes = notes;
        this.cells = cells;
        cellWidth = cells.stream().mapToInt(Cell::letters).max().orElse(0) * SvgWriter.LETTER + 2 * MARGIN;
        int highest = cells.stream().mapToInt(Cell::height).max().orElse(0);
        double square = Math.sqrt(PROPORTION * cells.size() * (highest + MARGIN) / (cellWidth + MARGIN));
        int most = Math.max(1, WIDEST / (cellWidth + MARGIN));
        perRow = (int) Math.max(1, Math.min(Math.ceil(square), most));
    }

    /** Makes the shape of many hosts of one switch, in a frame. */
    static GroupShape ofHosts(Group group) {
        return new GroupShape(
                true,
                TextWidth.wrapped(group.notes(), LONGEST_LINE),
                group.lines().stream().map(line -> cell(group, line)).toList());
    }

    private static Cell cell(Group group, Connection line) {
        Plug plug = line.beyond(group.bridge());
        List<String> lines = new ArrayList<>(plug.lines(LONGEST_LINE));
        int ofInterface = lines.size();
        String at = Group.at(line.at(group.bridge()), plug.node());
        if (!at.isEmpty()) {
            lines.addAll(TextWidth.wrapped(at, LONGEST_LINE));
        }
        lines.addAll(TextWidth.wrapped(group.own(plug.node()), LONGEST_NOTE));
        return new Cell(plug.node(), lines, ofInterface);
    }

    /** Makes the shape of namespaces that are connected with nothing. */
    static GroupShape ofUnconnected(List<Node> nodes) {
        return new GroupShape(
                false,
                List.of(),
                nodes.stream()
                        .map(node -> new Cell(node, TextWidth.wrapped(node.notes(), LONGEST_NOTE), 0))
                        .toList());
    }

    private int border() {
        return framed ? MARGIN : 0;
    }

    @Override
    public int width() {
        int ofNotes = 2 * MARGIN + TextWidth.ofWidest(notes) * SvgWriter.LETTER;
        int ofCells = 2 * border() - MARGIN + Math.min(perRow, cells.size()) * (cellWidth + MARGIN);
        return notes.isEmpty() ? ofCells : Math.max(ofNotes, ofCells);
    }

    @Override
    public int height() {
        int height = 2 * border() - MARGIN + heightOfNotes();
        for (int i = 0; i < cells.size(); i += perRow) {
            height += rowHeight(i) + MARGIN;
        }
        return height;
    }

    private int heightOfNotes() {
        return notes.isEmpty() ? 0 : notes.size() * SvgWriter.LINE + MARGIN;
    }

    private int rowHeight(int first) {
        return cells.subList(first, Math.min(first + perRow, cells.size())).stream()
                .mapToInt(Cell::height)
                .max()
                .orElse(0);
    }

    @Override
    public int entry(Connection line) {
        return height() / 2;
    }

    @Override
    public void draw(SvgWriter to, int left, int top, int width) {
        if (framed) {
            to.rectangle("group", left, top, width(), height());
        }
        for (int row = 0; row < notes.size(); row++) {
            to.text("quiet", left + MARGIN, top + MARGIN + row * SvgWriter.LINE, notes.get(row));
        }
        int y = top + border() + heightOfNotes();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int x = left + border() + i % perRow * (cellWidth + MARGIN);
            int rowHeight = rowHeight(i - i % perRow);
            to.rectangle(BoxShape.kind(cell.node()), x, y, cellWidth, rowHeight);
            to.text("title", x + MARGIN, y + MARGIN, cell.node().title());
            for (int row = 0; row < cell.lines().size(); row++) {
                to.text(
                        row < cell.ofInterface() ? "" : "quiet",
                        x + MARGIN,
                        y + MARGIN + (row + 1) * SvgWriter.LINE,
                        cell.lines().get(row));
            }
            if (i % perRow == perRow - 1) {
                y += rowHeight + MARGIN;
            }
        }
    }
}
