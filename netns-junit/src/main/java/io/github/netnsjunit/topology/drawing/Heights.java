package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/** Decides how high each vertex of {@link Layers} stands: as near to the middle of its neighbours as the order in its column allows. */
final class Heights {

    private static final int ROUNDS = 12;

    private final Layers layers;
    private final double[] height;
    private final double[] gap;
    private final double[] top;

    /**
     * A piece of an edge, from a vertex in one column to a vertex in the next.
     *
     * @param leftOffset where it begins, below the upper border of the left vertex
     * @param rightOffset where it ends, below the upper border of the right vertex
     */
    private record Piece(int left, double leftOffset, int right, double rightOffset) {}

    private final List<List<Piece>> pieces = new ArrayList<>();

    /**
     * Takes the vertices, bends included.
     *
     * @param height the height of each vertex
     * @param gap the free space that each vertex needs above and below itself
     */
    Heights(Layers layers, double[] height, double[] gap) {
        this.layers = layers;
        this.height = height;
        this.gap = gap;
        top = new double[height.length];
        for (int i = 0; i < height.length; i++) {
            pieces.add(new ArrayList<>());
        }
    }

    /** Notes that an edge leads from one vertex to another in the next column; each offset is below the vertex's upper border. */
    void join(int left, double leftOffset, int right, double rightOffset) {
        Piece piece = new Piece(left, leftOffset, right, rightOffset);
        pieces.get(left).add(piece);
        pieces.get(right).add(piece);
    }

    /** Returns the upper border of each vertex; the highest is at 0. */
    double[] place() {
        for (List<Integer> column : layers.columns()) {
            place(column, new double[height.length]);
        }
        for (int round = 0; round < ROUNDS; round++) {
            boolean last = round == ROUNDS - 1;
            for (int i = 1; i < layers.columns().size(); i++) {
                place(layers.columns().get(i), wished(layers.columns().get(i), true, last));
            }
            for (int i = layers.columns().size() - 2; i >= 0; i--) {
                place(layers.columns().get(i), wished(layers.columns().get(i), last, true));
            }
        }
        double least = Double.MAX_VALUE;
        for (double each : top) {
            least = Math.min(least, each);
        }
        for (int i = 0; i < top.length; i++) {
            top[i] -= least;
        }
        return top;
    }

    /** Returns where the upper border of each vertex of a column should be, so that its edges to one side or to both are level. */
    private double[] wished(List<Integer> column, boolean byLeft, boolean byRight) {
        double[] wished = new double[height.length];
        for (int vertex : column) {
            double sum = 0;
            int count = 0;
            for (Piece piece : pieces.get(vertex)) {
                boolean isLeft = piece.left() == vertex;
                if (isLeft ? byRight : byLeft) {
                    sum += isLeft
                            ? top[piece.right()] + piece.rightOffset() - piece.leftOffset()
                            : top[piece.left()] + piece.leftOffset() - piece.rightOffset();
                    count++;
                }
            }
            wished[vertex] = count == 0 ? top[vertex] : sum / count;
        }
        return wished;
    }

    /**
     * Vertices that would overlap at their wished places, and so stand close together. They stand where the sum of the squares of
     * their distances from these places is least.
     */
    private static final class Block {
        private final List<Integer> members = new ArrayList<>();
        /** The sum of the places where the members would have the block begin. */
        private double wishes;

        double start() {
            return wishes / members.size();
        }
    }

    /** Places the vertices of a column by isotonic regression: joins blocks that would overlap until no two do. */
    private void place(List<Integer> column, double... wished) {
        double[] offset = new double[height.length];
        List<Block> blocks = new ArrayList<>();
        double below = 0;
        int previous = -1;
        for (int vertex : column) {
            if (previous >= 0) {
                below += height[previous] + Math.max(gap[previous], gap[vertex]);
            }
            offset[vertex] = below;
            previous = vertex;
            Block block = new Block();
            block.members.add(vertex);
            block.wishes = wished[vertex] - below;
            blocks.add(block);
            while (blocks.size() > 1
                    && blocks.get(blocks.size() - 2).start()
                            > blocks.get(blocks.size() - 1).start()) {
                Block last = blocks.remove(blocks.size() - 1);
                Block before = blocks.get(blocks.size() - 1);
                before.members.addAll(last.members);
                before.wishes += last.wishes;
            }
        }
        for (Block block : blocks) {
            block.members.forEach(vertex -> top[vertex] = block.start() + offset[vertex]);
        }
    }
}
