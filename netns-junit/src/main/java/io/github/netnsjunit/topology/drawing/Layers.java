package io.github.netnsjunit.topology.drawing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Puts the vertices of a connected graph into columns, so that each edge leads from a column to a later one. Then orders each column so
 * that few edges cross. This is the method of Sugiyama, Tagawa and Toda (1981). The longest path to a vertex decides its column. An edge
 * that passes other columns gets a bend in each of them. A bend is a vertex too, with a number after those of the real vertices.
 */
final class Layers {

    private static final int SWEEPS = 24;

    private final int vertexCount;
    private final List<int[]> edges;
    private final List<List<Integer>> neighbours = new ArrayList<>();
    private final List<List<Integer>> columns = new ArrayList<>();
    private final List<int[]> chains = new ArrayList<>();
    private final List<List<Integer>> leftOf = new ArrayList<>();
    private final List<List<Integer>> rightOf = new ArrayList<>();
    private int[] position = {};

    /**
     * Lays out a graph.
     *
     * @param vertices how many there are, numbered from 0
     * @param edges the two ends of each edge, in either order
     * @param preference a number for each vertex: if several could be the first one at the left, the one with the highest number is
     */
    Layers(int vertices, List<int[]> edges, int... preference) {
        vertexCount = vertices;
        this.edges = edges;
        for (int i = 0; i < vertices; i++) {
            neighbours.add(new ArrayList<>());
        }
        for (int[] edge : edges) {
            neighbours.get(edge[0]).add(edge[1]);
            neighbours.get(edge[1]).add(edge[0]);
        }
        if (vertices > 0) {
            assignColumns(breadthFirst(first(preference)));
            order();
        }
    }

    /** The columns from left to right, each with its vertices from top to bottom. */
    List<List<Integer>> columns() {
        return columns;
    }

    /** The vertices of each edge from left to right: its left end, its bends, its right end. */
    List<int[]> chains() {
        return chains;
    }

    /** The position of a vertex in its column, counted from the top. */
    int position(int vertex) {
        return position[vertex];
    }

    /** The number of crossings of edges. */
    int crossings() {
        int crossings = 0;
        for (int i = 0; i + 1 < columns.size(); i++) {
            crossings += crossings(columns.get(i), columns.get(i + 1).size());
        }
        return crossings;
    }

    /** Chooses the vertex of the first column: an end of a short chain, or the middle of any other graph, so that there are few columns. */
    private int first(int... preference) {
        boolean shortChain = vertexCount <= 5 && neighbours.stream().allMatch(each -> each.size() <= 2);
        int best = 0;
        int bestDistance = Integer.MAX_VALUE;
        for (int i = 0; i < vertexCount; i++) {
            if (shortChain && neighbours.get(i).size() == 1) {
                return i;
            }
            int distance = greatestDistance(i);
            if (distance < bestDistance || (distance == bestDistance && preference[i] > preference[best])) {
                best = i;
                bestDistance = distance;
            }
        }
        return best;
    }

    private int greatestDistance(int from) {
        int[] distance = new int[vertexCount];
        Arrays.fill(distance, -1);
        distance[from] = 0;
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        int greatest = 0;
        while (!next.isEmpty()) {
            int vertex = next.remove();
            greatest = distance[vertex];
            for (int other : neighbours.get(vertex)) {
                if (distance[other] < 0) {
                    distance[other] = distance[vertex] + 1;
                    next.add(other);
                }
            }
        }
        return greatest;
    }

    /** Returns all vertices in the order in which a breadth-first search finds them. */
    private List<Integer> breadthFirst(int from) {
        List<Integer> found = new ArrayList<>(List.of(from));
        boolean[] seen = new boolean[vertexCount];
        seen[from] = true;
        for (int i = 0; i < found.size(); i++) {
            for (int other : neighbours.get(found.get(i))) {
                if (!seen[other]) {
                    seen[other] = true;
                    found.add(other);
                }
            }
        }
        return found;
    }

    /** Directs each edge from the vertex that was found first to the other, and puts each vertex to the right of those that lead to it. */
    private void assignColumns(List<Integer> found) {
        int[] turn = new int[vertexCount];
        for (int i = 0; i < found.size(); i++) {
            turn[found.get(i)] = i;
        }
        List<Integer> column = new ArrayList<>(Collections.nCopies(vertexCount, 0));
        for (int vertex : found) {
            for (int other : neighbours.get(vertex)) {
                if (turn[other] < turn[vertex]) {
                    column.set(vertex, Math.max(column.get(vertex), column.get(other) + 1));
                }
            }
            place(vertex, column.get(vertex));
        }
        for (int[] edge : edges) {
            boolean forward = turn[edge[0]] < turn[edge[1]];
            chains.add(chain(edge[forward ? 0 : 1], edge[forward ? 1 : 0], column));
        }
    }

    private int[] chain(int left, int right, List<Integer> column) {
        List<Integer> chain = new ArrayList<>(List.of(left));
        for (int between = column.get(left) + 1; between < column.get(right); between++) {
            chain.add(column.size());
            place(column.size(), between);
            column.add(between);
        }
        chain.add(right);
        return chain.stream().mapToInt(Integer::intValue).toArray();
    }

    private void place(int vertex, int column) {
        while (columns.size() <= column) {
            columns.add(new ArrayList<>());
        }
        columns.get(column).add(vertex);
    }

    private void order() {
        int all = columns.stream().mapToInt(List::size).sum();
        position = new int[all];
        for (int i = 0; i < all; i++) {
            leftOf.add(new ArrayList<>());
            rightOf.add(new ArrayList<>());
        }
        for (int[] chain : chains) {
            for (int i = 0; i + 1 < chain.length; i++) {
                rightOf.get(chain[i]).add(chain[i + 1]);
                leftOf.get(chain[i + 1]).add(chain[i]);
            }
        }
        columns.forEach(this::number);
        List<List<Integer>> best = copyOfColumns();
        int fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            if (sweep % 2 == 0) {
                columns.stream().skip(1).forEach(column -> sort(column, leftOf));
            } else {
                for (int i = columns.size() - 2; i >= 0; i--) {
                    sort(columns.get(i), rightOf);
                }
            }
            int crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = copyOfColumns();
            }
        }
        columns.clear();
        columns.addAll(best);
        columns.forEach(this::number);
    }

    private List<List<Integer>> copyOfColumns() {
        List<List<Integer>> copy = new ArrayList<>();
        columns.forEach(column -> copy.add(new ArrayList<>(column)));
        return copy;
    }

    /** Sorts a column by the average position of each vertex's neighbours. A vertex without neighbours stays about where it is. */
    private void sort(List<Integer> column, List<List<Integer>> beside) {
        double[] middle = new double[position.length];
        for (int vertex : column) {
            middle[vertex] = beside.get(vertex).stream()
                    .mapToInt(other -> position[other])
                    .average()
                    .orElse(position[vertex]);
        }
        column.sort(Comparator.comparingDouble(vertex -> middle[vertex]));
        number(column);
    }

    private void number(List<Integer> column) {
        for (int i = 0; i < column.size(); i++) {
            position[column.get(i)] = i;
        }
    }

    /**
     * Counts the crossings between a column and the next, with a Fenwick tree. Two edges cross if their right ends are in the opposite
     * order of their left ends.
     */
    private int crossings(List<Integer> column, int nextSize) {
        int[] tree = new int[nextSize + 1];
        int crossings = 0;
        int before = 0;
        for (int vertex : column) {
            List<Integer> others = rightOf.get(vertex).stream()
                    .map(other -> position[other])
                    .sorted()
                    .toList();
            for (int other : others) {
                int notBelow = 0;
                for (int i = other + 1; i > 0; i -= i & -i) {
                    notBelow += tree[i];
                }
                crossings += before - notBelow;
            }
            for (int other : others) {
                for (int i = other + 1; i < tree.length; i += i & -i) {
                    tree[i]++;
                }
                before++;
            }
        }
        return crossings;
    }
}
