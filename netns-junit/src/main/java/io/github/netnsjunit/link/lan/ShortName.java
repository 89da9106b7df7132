package io.github.netnsjunit.link.lan;

import io.github.netnsjunit.topology.rules.Names;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes names of interfaces from names of namespaces, which may be longer. */
public final class ShortName {

    /** {@code IFNAMSIZ} of {@code linux/if.h}, without the NUL at the end. */
    private static final int LONGEST = 15;

    private static final int LONGEST_BEGINNING = 10;

    private static final String LOOPBACK = "lo";

    private ShortName() {}

    /**
     * The name itself if it has at most 15 bytes. Otherwise its beginning, and four digits that almost no other name with this beginning
     * has: {@code database-primary-1} becomes {@code database-p-1c3f}.
     */
    public static String of(String name) {
        if (bytes(name) <= LONGEST) {
            return name;
        }
        StringBuilder beginning = new StringBuilder();
        for (int letter : name.codePoints().toArray()) {
            String longer = beginning + Character.toString(letter);
            if (bytes(longer) > LONGEST_BEGINNING) {
                break;
            }
            beginning.appendCodePoint(letter);
        }
        return beginning + "-%04x".formatted(name.hashCode() & 0xFFFF);
    }

    /** Says why a name cannot be that of a namespace whose interface, or whose port at a switch, bears it too; empty if it can. */
    public static Optional<String> mistake(String name) {
        return Names.namespaceMistake(name)
                .or(() -> Names.interfaceMistake(of(name)))
                .or(() -> name.equals(LOOPBACK)
                        ? Optional.of(
                                "[" + name + "] would name an interface too, and each namespace has that one already")
                        : Optional.empty());
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
