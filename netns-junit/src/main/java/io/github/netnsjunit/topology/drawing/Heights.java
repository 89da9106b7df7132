package io.github.netnsjunit.topology.drawing;

import java.util.ArrayList;
import java.util.List;

/** Places the vertices of {@link Layers} from top to bottom, each as near to the middle of its neighbours as their order allows. */
final class Heights {

    private static final int ROUNDS = 12;

    private final Layers layers;
    private final double[] height;
    private final double[] gap;
    private final double[] top;

    /** One piece of an edge, from one column to the next: where it leaves the one vertex, and where it enters the other. */
    private record Piece(int left, double leftOffset, int right, double rightOffset) {}

    private final List<List<Piece>> pieces = new ArrayList<>();

    /**
     * Prepares the vertices.
     *
     * @param height of each vertex, bends included
     * @param gap what must be free above and below each vertex
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

    /** An edge leads from one vertex to one in the next column, at these heights below their upper borders. */
    void join(int left, double leftOffset, int right, double rightOffset) {
        Piece piece = new Piece(left, leftOffset, right, rightOffset);
        pieces.get(left).add(piece);
        pieces.get(right).add(piece);
    }

    /** The upper border of each vertex; the least is 0. */
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

    /** Vertices that wish to stand nearer than they may: moved together, to where the squares of what each is off are least. */
    private static final class Block {
        private final List<Integer> members = new ArrayList<>();
        private double wishes;

        double start() {
            return wishes / members.size();
        }
    }

    /** Isotonic regression: blocks of vertices that would overlap are joined until none do. */
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
