package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Topologies of two namespaces, {@code a} and {@code b}, and of other parts. */
public final class TwoNamespaces {

    private TwoNamespaces() {}

    public static List<Part> with(Part... parts) {
        List<Part> all = new ArrayList<>(List.of(Namespace.of("a"), Namespace.of("b")));
        Collections.addAll(all, parts);
        return all;
    }

    /** Verifies that these parts have one mistake, and what it says. */
    public static void refused(String message, Part... parts) {
        assertThatThrownBy(() -> Topology.of(with(parts)))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        found -> assertThat(found.mistakes())
                                .as(found.getMessage())
                                .singleElement()
                                .extracting(TopologyException.Mistake::message)
                                .asString()
                                .contains(message));
    }
}
