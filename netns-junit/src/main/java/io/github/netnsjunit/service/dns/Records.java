package io.github.netnsjunit.service.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;

/** Reads records from lines of a zone file (RFC 1035, section 5). */
final class Records {

    private static final String FORM =
            "is no DNS record: write its name, perhaps a time to live and the class IN, its type and its data, such as"
                    + " [www.example.test. 60 IN A 203.0.113.1]";

    /** Seconds. For a record that says none. */
    private static final long USUAL_TIME_TO_LIVE = 60;

    private Records() {}

    static Optional<String> mistake(String text) {
        try {
            parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
    }

    static Optional<String> nameMistake(String name) {
        try {
            name(name);
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the text is no record, or more than one
     */
    static Record parse(String text) {
        if (text.isBlank() || Character.isWhitespace(text.charAt(0)) || text.startsWith("$")) {
            throw new IllegalArgumentException("[" + text + "] " + FORM);
        }
        checkAscii(text.split("\\s", 2)[0]);
        try (Master reader = new Master(
                new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8)),
                Name.root,
                USUAL_TIME_TO_LIVE)) {
            Record record = reader.nextRecord();
            @Nullable Record second = reader.nextRecord();
            if (record == null || second != null) {
                throw new IllegalArgumentException("[" + text + "] " + FORM);
            }
            return record;
        } catch (IOException malformed) {
            // dnsjava puts the place in a file first, and here there is none.
            String why = String.valueOf(malformed.getMessage()).replaceFirst("^<none>:\\d+: ", "");
            throw new IllegalArgumentException("[" + text + "] " + FORM + ": " + why, malformed);
        }
    }

    /** The C library asks for the ASCII form of a name, Java for none but ASCII: a name of other letters would never be asked for. */
    private static void checkAscii(String name) {
        if (name.chars().anyMatch(c -> c > 0x7f)) {
            throw new IllegalArgumentException(
                    "[" + name + "] is no DNS name, because it is not ASCII" + asciiForm(name));
        }
    }

    private static String asciiForm(String name) {
        try {
            return ": write [" + IDN.toASCII(name, IDN.ALLOW_UNASSIGNED) + "]";
        } catch (IllegalArgumentException impossible) {
            return ", and has no ASCII form";
        }
    }

    /**
     * Reads a name. It is absolute, with or without the dot at the end.
     *
     * @throws IllegalArgumentException if it is no DNS name
     */
    static Name name(String text) {
        try {
            if (text.isBlank()) {
                throw new IllegalArgumentException("a DNS name is empty");
            }
            checkAscii(text);
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException("[" + text + "] is no DNS name: " + malformed.getMessage(), malformed);
        }
    }
}
