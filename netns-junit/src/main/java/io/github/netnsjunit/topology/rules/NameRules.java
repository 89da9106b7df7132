package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Checks that each name is allowed, that no two namespaces have the same host name, and that each named namespace is declared. */
final class NameRules {

    private final Outline outline;
    private final List<Part> parts;
    private final BiConsumer<Part, String> mistake;

    NameRules(Outline outline, List<Part> parts, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.parts = parts;
        this.mistake = mistake;
    }

    void check() {
        checkNamespaces();
        for (Part part : parts) {
            part.declares().stream()
                    .filter(key -> outline.namespace(key.namespace()).isEmpty())
                    .map(Key::namespace)
                    .distinct()
                    .forEach(unknown ->
                            mistake.accept(part, part.missing(new Key.Namespace(unknown)) + Known.namespaces(outline)));
        }
    }

    private void checkNamespaces() {
        Map<String, String> byHostName = new HashMap<>();
        String host = null;
        for (Namespace namespace : outline.namespaces()) {
            String name = namespace.name();
            Names.namespaceMistake(name).ifPresent(message -> mistake.accept(namespace, message));
            String same = byHostName.putIfAbsent(Names.asciiHostName(name), name);
            if (same != null) {
                mistake.accept(
                        namespace,
                        "[" + same + "] and [" + name
                                + "] are one host name: '_' becomes '-', and case does not count");
            }
            if (namespace.host()) {
                if (host != null) {
                    mistake.accept(namespace, "the host's namespace already has a name");
                }
                host = name;
                if (!namespace.loopback()) {
                    mistake.accept(namespace, "a test may not take the host's lo down");
                }
            }
        }
    }
}
