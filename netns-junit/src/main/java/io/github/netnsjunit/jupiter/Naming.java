package io.github.netnsjunit.jupiter;

import java.util.List;
import java.util.Optional;

/** Whether what an annotation names is declared. */
final class Naming {

    private Naming() {}

    static Optional<String> mistake(String annotation, String name, List<String> known) {
        if (known.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(
                known.isEmpty()
                        ? "%s names a namespace, but no network is declared. Add @NetNamespace(\"%s\") to the class or the method."
                                .formatted(annotation, name)
                        : "%s names the namespace [%s], which is not declared; there is %s. Add @NetNamespace(\"%s\") to the class or the method, or name one that is there."
                                .formatted(annotation, name, list(known), name));
    }

    static String list(List<String> names) {
        return "[" + String.join("], [", names) + "]";
    }
}
