package io.github.netnsjunit.topology;

import io.github.netnsjunit.topology.rules.MistakeList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The description of a topology has mistakes; the message names all of them. */
public final class TopologyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable List<Mistake> mistakes;

    /**
     * One mistake.
     *
     * @param part the part itself that was given to the topology
     * @param message what is wrong with it and what to do
     */
    public record Mistake(Part part, String message) {}

    TopologyException(List<Mistake> mistakes) {
        super(MistakeList.text(mistakes, Part::toString));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Every mistake, in the order of the parts. Empty after this exception was serialized; its message still names all of them. */
    public List<Mistake> mistakes() {
        return mistakes == null ? List.of() : mistakes;
    }
}
