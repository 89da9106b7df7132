package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.TopologyException.Mistake;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the message for all the mistakes of a topology. */
public final class MistakeList {

    private MistakeList() {}

    /**
     * Lists mistakes, each on a line of its own.
     *
     * @param names what to call each part, such as the annotation that declared it
     */
    public static String text(List<Mistake> mistakes, Function<Part, String> names) {
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
