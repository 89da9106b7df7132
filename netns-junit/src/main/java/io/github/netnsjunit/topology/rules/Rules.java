package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.function.BiConsumer;

/** Checks what every topology must satisfy, whatever kinds of parts it has. Makes no system call. */
public final class Rules {

    private Rules() {}

    /**
     * Finds all mistakes.
     *
     * @param parts the parts that the outline was made of
     * @param mistake takes each mistake: the part that is wrong, and what is wrong with it
     */
    public static void check(Outline outline, List<Part> parts, BiConsumer<Part, String> mistake) {
        new NameRules(outline, parts, mistake).check();
        new NeedRules(outline, parts, mistake).check();
        new LinkRules(outline, mistake).check();
        new MtuRules(outline, mistake).check();
        outline.ringClosers()
                .forEach(part -> mistake.accept(
                        part,
                        "it closes a cycle of bridges, in which broadcasts would circle for ever; leave one link out, or"
                                + " turn on the spanning tree protocol at one of the bridges"));
        new AddressRules(outline, mistake).check();
        new RouteRules(outline, mistake).check();
    }
}
