package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays out and draws one connected graph: boxes in columns, with the lines in the gaps between the columns. */
final class SvgGraph {

    private static final int GAP_BETWEEN_BOXES = 24;
    private static final int GAP_BESIDE_BEND = 10;
    private static final int LEAST_GAP_BETWEEN_COLUMNS = 70;
    private static final int MOST_GAP_BETWEEN_COLUMNS = 200;

    private final List<Node> nodes;
    private final List<Connection> edges;
    private final Layers layers;
    private final List<Shape> shapes = new ArrayList<>();
    /** The left border of each column; behind the last one, the width of the whole graph. */
    private final List<Integer> columnLeft = new ArrayList<>();

    private final List<Integer> columnWidth = new ArrayList<>();
    private final List<Integer> boxWidth = new ArrayList<>();
    private final int[] columnOf;
    private final double[] top;
    private int height;

    /**
     * Lays out a connected graph.
     *
     * @param groups the shapes of those nodes that stand for a group of boxes
     */
    SvgGraph(List<Node> nodes, List<Connection> edges, Map<Node, Shape> groups) {
        this.nodes = nodes;
        this.edges = edges;
        Map<Node, Integer> numbers = new HashMap<>();
        nodes.forEach(node -> numbers.put(node, numbers.size()));
        int[] preference = nodes.stream()
                .mapToInt(node -> groups.containsKey(node) ? -1 : node.isSwitch() ? 1 : 0)
                .toArray();
        layers = new Layers(
                nodes.size(),
                edges.stream()
                        .map(line -> new int[] {
                            numbers.getOrDefault(line.one().node(), 0),
                            numbers.getOrDefault(line.other().node(), 0)
                        })
                        .toList(),
                preference);
        for (int i = 0; i < nodes.size(); i++) {
            Shape group = groups.get(nodes.get(i));
            shapes.add(group == null ? box(i) : group);
        }
        int vertices = layers.columns().stream().mapToInt(List::size).sum();
        columnOf = new int[vertices];
        placeColumns();
        top = placeRows(vertices);
    }

    int width() {
        return columnLeft.get(columnLeft.size() - 1);
    }

    int height() {
        return height;
    }

    /** Sorts the lines at each side of a box by where their other ends are, so that they do not cross beside the box. */
    private BoxShape box(int vertex) {
        Map<Connection, Integer> atLeft = new HashMap<>();
        Map<Connection, Integer> atRight = new HashMap<>();
        for (int i = 0; i < edges.size(); i++) {
            int[] chain = layers.chains().get(i);
            if (chain[0] == vertex) {
                atRight.put(edges.get(i), layers.position(chain[1]));
            } else if (chain[chain.length - 1] == vertex) {
                atLeft.put(edges.get(i), layers.position(chain[chain.length - 2]));
            }
        }
        return new BoxShape(nodes.get(vertex), inOrder(atLeft), inOrder(atRight));
    }

    private static List<Connection> inOrder(Map<Connection, Integer> positions) {
        return positions.entrySet().stream()
                .sorted(Map.Entry.<Connection, Integer>comparingByValue()
                        .thenComparing(Map.Entry::getKey, Connection.BY_NUMBER))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Makes the boxes of one column equally wide. */
    private void placeColumns() {
        int[] lines = new int[layers.columns().size()];
        for (int i = 0; i < layers.columns().size(); i++) {
            for (int vertex : layers.columns().get(i)) {
                columnOf[vertex] = i;
            }
        }
        layers.chains().forEach(chain -> {
            for (int i = 0; i + 1 < chain.length; i++) {
                lines[columnOf[chain[i]]]++;
            }
        });
        int left = 0;
        for (int i = 0; i < layers.columns().size(); i++) {
            int boxes = 0;
            int all = 0;
            for (int vertex : layers.columns().get(i)) {
                if (vertex < nodes.size()) {
                    Shape shape = shapes.get(vertex);
                    boxes = Math.max(boxes, shape instanceof BoxShape ? shape.width() : 0);
                    all = Math.max(all, shape.width());
                }
            }
            columnLeft.add(left);
            boxWidth.add(boxes);
            columnWidth.add(all);
            boolean last = i == layers.columns().size() - 1;
            left += all + (last ? 0 : Math.min(MOST_GAP_BETWEEN_COLUMNS, LEAST_GAP_BETWEEN_COLUMNS + 5 * lines[i]));
        }
        columnLeft.add(left);
    }

    private double[] placeRows(int vertices) {
        double[] heights = new double[vertices];
        double[] gaps = new double[vertices];
        for (int i = 0; i < vertices; i++) {
            boolean bend = i >= nodes.size();
            heights[i] = bend ? 0 : shapes.get(i).height();
            gaps[i] = bend ? GAP_BESIDE_BEND : GAP_BETWEEN_BOXES;
        }
        Heights rows = new Heights(layers, heights, gaps);
        for (int i = 0; i < edges.size(); i++) {
            int[] chain = layers.chains().get(i);
            for (int j = 0; j + 1 < chain.length; j++) {
                rows.join(chain[j], entry(chain[j], edges.get(i)), chain[j + 1], entry(chain[j + 1], edges.get(i)));
            }
        }
        double[] placed = rows.place();
        for (int i = 0; i < vertices; i++) {
            height = Math.max(height, (int) Math.ceil(placed[i] + heights[i]));
        }
        return placed;
    }

    private int entry(int vertex, Connection line) {
        return vertex < nodes.size() ? shapes.get(vertex).entry(line) : 0;
    }

    private int widthOf(int vertex) {
        return shapes.get(vertex) instanceof BoxShape
                ? boxWidth.get(columnOf[vertex])
                : shapes.get(vertex).width();
    }

    /** Draws the graph with its upper left corner at this point. */
    void draw(SvgWriter to, int left, int upper) {
        for (int i = 0; i < edges.size(); i++) {
            boolean trunk = !(shapes.get(lastVertexOf(i)) instanceof BoxShape);
            String kind = trunk ? " trunk" : edges.get(i).up() ? "" : " down";
            to.path(kind, path(layers.chains().get(i), edges.get(i), left, upper));
        }
        for (int i = 0; i < nodes.size(); i++) {
            shapes.get(i).draw(to, left + columnLeft.get(columnOf[i]), upper + (int) Math.round(top[i]), widthOf(i));
        }
    }

    private int lastVertexOf(int edge) {
        int[] chain = layers.chains().get(edge);
        return chain[chain.length - 1];
    }

    /** A line is level where it passes a column, and curves in the gaps between columns. */
    private String path(int[] chain, Connection line, int left, int upper) {
        int first = chain[0];
        int y = upper + (int) Math.round(top[first]) + entry(first, line);
        int x = left + columnLeft.get(columnOf[first]) + widthOf(first);
        StringBuilder path = new StringBuilder("M" + x + " " + y);
        for (int i = 1; i < chain.length; i++) {
            int from = columnOf[chain[i - 1]];
            int begin = left + columnLeft.get(from) + columnWidth.get(from);
            int end = left + columnLeft.get(columnOf[chain[i]]);
            int middle = (begin + end) / 2;
            int next = upper + (int) Math.round(top[chain[i]]) + entry(chain[i], line);
            path.append(
                    String.format(Locale.ROOT, "H%d C%d %d %d %d %d %d", begin, middle, y, middle, next, end, next));
            y = next;
        }
        return path.toString();
    }
}
