package io.github.netnsjunit.service.dns;

import java.util.List;
import java.util.Optional;

/** Checks what users write of names and records, and says how to get dnsjava if it is missing. */
public final class DnsText {

    private static final String ABSENT =
            "a DNS server needs dnsjava, or what that needs, on the class path, or on the module path with --add-modules org.dnsjava:"
                    + " add dnsjava:dnsjava:3.7.1 to the test dependencies. Missing: ";

    private DnsText() {}

    /** What to do to get dnsjava; empty if it is there. Without it, no other method may be called. */
    public static Optional<String> absent() {
        try {
            Records.parse("example.test. 60 IN A 192.0.2.1");
            return Optional.empty();
        } catch (NoClassDefFoundError absent) {
            return Optional.of(ABSENT + absent.getMessage());
        }
    }

    /**
     * What is wrong with records, one sentence for each wrong one.
     *
     * @param attribute where the records stand
     */
    public static List<String> mistakes(String attribute, List<String> records) {
        return records.stream()
                .flatMap(record -> Records.mistake(record).stream())
                .map(mistake -> attribute + ": " + mistake)
                .toList();
    }

    /** What is wrong with a name. */
    public static Optional<String> nameMistake(String attribute, String name) {
        return Records.nameMistake(name).map(mistake -> attribute + ": " + mistake);
    }
}
