package io.github.netnsjunit.topology.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayersTests {

    @Test
    void aChainReadsFromItsFirstEnd() {
        Layers layers = layers(3, new int[] {1, 0}, new int[] {2, 1});
        assertThat(layers.columns()).containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void aStarBeginsInItsMiddle() {
        Layers layers = layers(4, new int[] {0, 3}, new int[] {1, 3}, new int[] {2, 3});
        assertThat(layers.columns()).containsExactly(List.of(3), List.of(0, 1, 2));
    }

    @Test
    void anEdgeThatPassesAColumnHasABendThere() {
        Layers layers = layers(3, new int[] {0, 1}, new int[] {1, 2}, new int[] {0, 2});
        assertThat(layers.columns()).hasSize(3);
        assertThat(layers.chains().get(2)).containsExactly(0, 3, 2);
        assertThat(layers.columns().get(1)).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void edgesDoNotCrossIfThatIsPossible() {
        Layers layers = layers(
                7, new int[] {0, 1}, new int[] {0, 2}, new int[] {0, 3}, new int[] {3, 4}, new int[] {1, 6}, new int[] {
                    2, 5
                });
        assertThat(layers.crossings()).isZero();
    }

    @Test
    void everyPieceOfAnEdgeLeadsToTheNextColumn() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int vertices = 2 + random.nextInt(30);
            List<int[]> edges = new ArrayList<>();
            for (int i = 1; i < vertices; i++) {
                edges.add(new int[] {i, random.nextInt(i)});
            }
            for (int i = 0; i < vertices; i++) {
                int one = random.nextInt(vertices);
                int other = random.nextInt(vertices);
                if (one != other) {
                    edges.add(new int[] {one, other});
                }
            }
            Layers layers = layers(vertices, edges.toArray(int[][]::new));
            for (int[] chain : layers.chains()) {
                for (int i = 0; i + 1 < chain.length; i++) {
                    assertThat(column(layers, chain[i + 1])).isEqualTo(column(layers, chain[i]) + 1);
                }
            }
        }
    }

    private static int column(Layers layers, int vertex) {
        for (int i = 0; i < layers.columns().size(); i++) {
            if (layers.columns().get(i).indexOf(vertex) == layers.position(vertex)) {
                return i;
            }
        }
        throw new AssertionError("vertex " + vertex + " is in no column");
    }

    private static Layers layers(int vertices, int[]... edges) {
        return new Layers(vertices, List.of(edges), new int[vertices]);
    }
}
