package io.github.netnsjunit.topology;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    TopologyException(List<Mistake> mistakes, Function<Part, String> names) {
        super(text(mistakes, names));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Every mistake, in the order of the parts; none once this exception was serialized, but in its message. */
    public List<Mistake> mistakes() {
        return mistakes == null ? List.of() : mistakes;
    }

    /** The same mistakes with other names for their parts, such as the annotations that they came from. */
    public TopologyException describedBy(Function<Part, String> names) {
        TopologyException described = new TopologyException(mistakes(), names);
        described.setStackTrace(getStackTrace());
        return described;
    }

    private static String text(List<Mistake> mistakes, Function<Part, String> names) {
        return mistakes.stream()
                .map(mistake -> "%n  - %s: %s".formatted(names.apply(mistake.part()), mistake.message()))
                .collect(Collectors.joining(
                        "",
                        mistakes.size() == 1
                                ? "The topology has a mistake:"
                                : "The topology has " + mistakes.size() + " mistakes:",
                        ""));
    }
}
