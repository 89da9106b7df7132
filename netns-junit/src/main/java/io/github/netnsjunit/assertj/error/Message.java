package io.github.netnsjunit.assertj.error;

import java.util.stream.Stream;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** The form that all messages share: what the assertion is about, what was expected of it, what it is instead. */
final class Message extends BasicErrorMessageFactory {

    private Message(String format, Object... arguments) {
        super(format, arguments);
    }

    /**
     * Makes a message that begins with {@code Expecting:} and the subject.
     *
     * @param format the rest of the message, as for {@link String#format}; every value is a {@code %s}, and is shown without
     *     quotes
     */
    static ErrorMessageFactory expecting(String subject, String format, Object... values) {
        return new Message(
                "%nExpecting:%n  %s%n" + format,
                Stream.concat(Stream.of(subject), Stream.of(values))
                        .map(value -> unquotedString(String.valueOf(value)))
                        .toArray());
    }

    /** Indents every line of a text, and drops the white space at its end. */
    static String indented(String text) {
        return text.indent(2).stripTrailing();
    }

    /** Whether two texts look the same in a message that indents them. */
    static boolean lookTheSame(String one, String other) {
        return indented(one).equals(indented(other));
    }

    /** Whether a text looks as if it contained another in a message that indents them. */
    static boolean looksLikeContaining(String text, String part) {
        return indented(text).contains(indented(part).strip());
    }

    /**
     * Indents a text, or puts it on one line in quotes.
     *
     * @param quoted whether to quote; then the reader sees the white space too
     */
    static String indentedOrQuoted(String text, boolean quoted) {
        return quoted ? quoted(text) : indented(text);
    }

    private static String quoted(String text) {
        return "  \""
                + text.replace("\\", "\\\\")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + '"';
    }
}
