package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Checks that what a part needs is declared, and does not itself need that part. */
final class NeedRules {

    private final Outline outline;
    private final List<Part> parts;
    private final BiConsumer<Part, String> mistake;
    /** Parts that are known not to need themselves, neither directly nor by way of others. */
    private final Set<Part> sound = new HashSet<>();

    NeedRules(Outline outline, List<Part> parts, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.parts = parts;
        this.mistake = mistake;
    }

    void check() {
        for (Part part : parts) {
            for (Key need : part.needs()) {
                if (outline.part(need).isEmpty()) {
                    String known =
                            need instanceof Key.Link link ? Known.interfaces(outline, link.namespace(), part) : "";
                    mistake.accept(part, part.missing(need) + known);
                }
            }
            if (needsItself(part, part, new HashSet<>())) {
                mistake.accept(
                        part,
                        part.declares().stream().anyMatch(part.needs()::contains)
                                ? "it needs itself"
                                : "it needs what needs it in turn: none of these can be made first");
            } else {
                sound.add(part);
            }
        }
    }

    /** Whether a part needs the part with which the search started, directly or by way of others. */
    private boolean needsItself(Part start, Part part, Set<Part> seen) {
        for (Key need : part.needs()) {
            Optional<Part> maker = outline.part(need);
            if (maker.isEmpty() || sound.contains(maker.get())) {
                continue;
            }
            if (maker.get().equals(start) || (seen.add(maker.get()) && needsItself(start, maker.get(), seen))) {
                return true;
            }
        }
        return false;
    }
}
