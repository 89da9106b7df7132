package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/** Many boxes in rows and columns, without lines between them: the hosts of one switch, or namespaces that are connected with nothing. */
final class GroupShape implements Shape {

    /** The wished width, divided by the height. */
    private static final double PROPORTION = 1.5;

    private static final int WIDEST = 1100;

    private final boolean framed;
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

    private GroupShape(boolean framed, List<Cell> cells) {
        this.framed = framed;
        this.cells = cells;
        cellWidth = cells.stream().mapToInt(Cell::letters).max().orElse(0) * SvgWriter.LETTER + 2 * MARGIN;
        int highest = cells.stream().mapToInt(Cell::height).max().orElse(0);
        double square = Math.sqrt(PROPORTION * cells.size() * (highest + MARGIN) / (cellWidth + MARGIN));
        int most = Math.max(1, WIDEST / (cellWidth + MARGIN));
        perRow = (int) Math.max(1, Math.min(Math.ceil(square), most));
    }

    /** Makes the shape of many hosts of one switch, in a frame. */
    static GroupShape ofHosts(Node bridge, List<Connection> connections) {
        return new GroupShape(
                true,
                connections.stream()
                        .map(line -> cell(line.beyond(bridge), line.at(bridge)))
                        .toList());
    }

    private static Cell cell(Plug plug, Plug port) {
        List<String> lines = new ArrayList<>(plug.lines(LONGEST_LINE));
        int ofInterface = lines.size();
        if (!port.name().isEmpty()) {
            lines.addAll(TextWidth.wrapped("at " + port.line(), LONGEST_LINE));
        }
        lines.addAll(plug.node().lines(LONGEST_LINE));
        return new Cell(plug.node(), lines, ofInterface);
    }

    /** Makes the shape of namespaces that are connected with nothing. */
    static GroupShape ofUnconnected(List<Node> nodes) {
        return new GroupShape(
                false,
                nodes.stream()
                        .map(node -> new Cell(node, node.lines(LONGEST_LINE), 0))
                        .toList());
    }

    private int border() {
        return framed ? MARGIN : 0;
    }

    @Override
    public int width() {
        return 2 * border() - MARGIN + Math.min(perRow, cells.size()) * (cellWidth + MARGIN);
    }

    @Override
    public int height() {
        int height = 2 * border() - MARGIN;
        for (int i = 0; i < cells.size(); i += perRow) {
            height += rowHeight(i) + MARGIN;
        }
        return height;
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
        int y = top + border();
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
