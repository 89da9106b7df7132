package io.github.netnsjunit.topology.drawing;

import java.util.List;
import java.util.Locale;

/**
 * Writes the elements of an SVG drawing. All letters have the same width, so that the width of a text is known without its font. All
 * lengths are in whole pixels.
 */
final class SvgWriter {

    /** The width of a letter in a font of 13 pixels: 0.602 em in DejaVu Sans Mono and Menlo, 0.6 em in Courier, less in Consolas. */
    static final int LETTER = 8;

    /** The height of a line of text. */
    static final int LINE = 18;
    /** From the top of a line of text down to its baseline. */
    private static final int BASELINE = 13;

    /** Each colour is written where it is used, because some programs that show SVG know neither CSS variables nor media queries. */
    private static final String STYLE = """
            <style>
            .netns text { font: 13px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; white-space: pre; }
            .netns .title { font-weight: bold; }
            .netns .quiet { fill: #57606a; }
            .netns .paper { fill: #ffffff; }
            .netns .namespace { fill: #eef5ff; stroke: #3b73c4; stroke-width: 1.5; }
            .netns .router { fill: #fff6e5; stroke: #b3741a; stroke-width: 1.5; }
            .netns .switch { fill: #eefaf0; stroke: #2f8544; stroke-width: 1.5; }
            .netns .machine { stroke-width: 3; stroke-dasharray: 8 4; }
            .netns .group { fill: #f6f8fa; stroke: #57606a; }
            .netns .cable { fill: none; stroke: #57606a; stroke-width: 1.5; }
            .netns .trunk { stroke-width: 5; }
            .netns .down { stroke-dasharray: 3 4; }
            .netns .end { fill: #57606a; }
            @media (prefers-color-scheme: dark) {
              .netns text { fill: #e6edf3; }
              .netns .quiet { fill: #9ba5b0; }
              .netns .paper { fill: #0d1117; }
              .netns .namespace { fill: #14233b; stroke: #5a94e6; }
              .netns .router { fill: #33240c; stroke: #d9973b; }
              .netns .switch { fill: #12291a; stroke: #4caf68; }
              .netns .group { fill: #161b22; stroke: #8b949e; }
              .netns .cable { stroke: #8b949e; }
              .netns .end { fill: #8b949e; }
            }
            </style>
            """;

    private final StringBuilder elements = new StringBuilder();

    /** Writes a filled rectangle with round corners. Its kind, a CSS class, says what it looks like. */
    void rectangle(String kind, int left, int top, int width, int height) {
        add(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n",
                kind, left, top, width, height);
    }

    /** Writes one line of text with its upper left corner at this point. */
    void text(String kind, int left, int top, String text) {
        write(kind, left, top, "", text);
    }

    /** Writes one line of text with its upper right corner at this point. */
    void textUpTo(int right, int top, String text) {
        write("", right, top, " text-anchor=\"end\"", text);
    }

    private void write(String kind, int x, int top, String attributes, String text) {
        if (!text.isBlank()) {
            String ofKind = kind.isEmpty() ? "" : " class=\"" + kind + "\"";
            add("<text%s x=\"%d\" y=\"%d\"%s>%s</text>\n", ofKind, x, top + BASELINE, attributes, escaped(text));
        }
    }

    /** Writes the small square where a line ends at the border of a box. */
    void end(int x, int y) {
        add("<rect class=\"end\" x=\"%d\" y=\"%d\" width=\"6\" height=\"6\"/>\n", x - 3, y - 3);
    }

    /** Writes a line that follows a path in SVG's notation. */
    void path(String kind, String path) {
        add("<path class=\"cable%s\" d=\"%s\"/>\n", kind, path);
    }

    /** Writes numbers with ASCII digits in every locale. */
    private void add(String element, Object... values) {
        elements.append(String.format(Locale.ROOT, element, values));
    }

    /** Returns the whole drawing. */
    String document(String title, List<String> description, int width, int height) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"netns\" role=\"img\""
                + String.format(
                        Locale.ROOT, " width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\">\n", width, height)
                + "<title>" + escaped(title) + "</title>\n"
                + "<desc>" + escaped(String.join("\n", description)) + "</desc>\n"
                + STYLE
                + "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
                + elements
                + "</svg>\n";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(each);
            }
        });
        return escaped.toString();
    }
}
