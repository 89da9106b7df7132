package io.github.netnsjunit.topology.rules;

import java.nio.charset.Charset;
import java.util.Optional;

/** Text that Java hands to the system: names of hosts, and arguments of programs. Java writes it in the encoding of the locale. */
public final class SystemText {

    private static final Charset ENCODING = Charset.forName(
            System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

    private SystemText() {}

    /** Says why Java cannot hand a text to the system; empty if it can. It would write a question mark for each letter that it cannot write. */
    public static Optional<String> mistake(String text) {
        return text.chars().allMatch(c -> c < 0x80) || ENCODING.newEncoder().canEncode(text)
                ? Optional.empty()
                : Optional.of("this Java process cannot write it in the encoding of its locale, " + ENCODING
                        + " (sun.jnu.encoding): start Java with LC_ALL=C.UTF-8 in its environment");
    }
}
