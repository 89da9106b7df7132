package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

/** What the tests of all kinds of parts ask of mistakes. */
public final class OneMistake {

    private OneMistake() {}

    /** Asserts that parts which are added to a network have one mistake, and how it is told. */
    public static void assertTold(String words, Topology network, List<? extends Part> added) {
        assertThatThrownBy(() -> network.with(added.toArray(Part[]::new)))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        found -> assertThat(found.mistakes())
                                .as(found.getMessage())
                                .hasSize(1))
                .hasMessageContaining(words);
    }

    /** The same for one part. */
    public static void assertTold(String words, Topology network, Part added) {
        assertTold(words, network, List.of(added));
    }
}
