package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.List;

/** What the tests of all kinds of links ask of mistakes. */
final class LinkMistakes {

    private LinkMistakes() {}

    /** Asserts that parts which are added to a network have one mistake, and how it is told. */
    static void assertOnly(String words, Topology network, List<Part> added) {
        assertThatThrownBy(() -> network.with(added.toArray(Part[]::new)))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        found -> assertThat(found.mistakes()).hasSize(1))
                .hasMessageContaining(words);
    }
}
