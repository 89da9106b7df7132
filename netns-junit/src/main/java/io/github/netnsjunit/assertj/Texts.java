package io.github.netnsjunit.assertj;

/** How a failure message shows a text of several lines. */
final class Texts {

    private Texts() {}

    /** Indented, without the white space at its end. */
    static String lines(String text) {
        return text.indent(2).stripTrailing();
    }

    /** As lines, or quoted where those of another text would look the same. */
    static String shown(String text, boolean alike) {
        return alike ? quoted(text) : lines(text);
    }

    /** On one line, so that white space can be seen. */
    private static String quoted(String text) {
        return "  \""
                + text.replace("\\", "\\\\")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + '"';
    }
}
