package io.github.netnsjunit.topology.drawing;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Measures how many columns a text takes in a terminal, and breaks it into lines. */
final class TextWidth {

    /** The scripts whose letters take two columns: roughly what Unicode Standard Annex 11, "East Asian Width", says. */
    private static final Set<UnicodeScript> WIDE = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI,
            UnicodeScript.TANGUT);

    /** The words that mean nothing without the value behind them. */
    private static final Set<String> WITH_VALUE =
            Set.of("dev", "metric", "nexthop", "preferred_lft", "scope", "src", "table", "valid_lft", "via", "weight");

    private TextWidth() {}

    /** The number of columns that a text takes. */
    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** The number of columns that the widest of some lines takes. */
    static int ofWidest(Collection<String> lines) {
        return lines.stream().mapToInt(TextWidth::of).max().orElse(0);
    }

    private static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean fullWidth =
                (codePoint >= 0xFF01 && codePoint <= 0xFF60) || (codePoint >= 0x3000 && codePoint <= 0x303F);
        boolean pictograph = codePoint >= 0x1F000 && codePoint <= 0x1FAFF;
        return fullWidth || pictograph || WIDE.contains(UnicodeScript.of(codePoint)) ? 2 : 1;
    }

    /** Adds blanks at the end, until the text takes this many columns. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** Adds blanks at the beginning, until the text takes this many columns. */
    static String rightAligned(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** As much of the beginning of a text as fits into this many columns. */
    static String beginning(String text, int width) {
        int end = 0;
        int taken = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            taken += of(codePoint);
            if (taken > width) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }

    /**
     * Breaks a text into lines of at most this many columns: at blanks, or within a word that is too long. A word and its value, as in
     * {@code via 10.0.0.1}, stay together if they fit into a line, and so do the two lifetimes of an address. Every line after the first begins with two
     * blanks.
     */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        String indent = "";
        while (of(indent + rest) > width) {
            String fits = beginning(rest, width - indent.length());
            int end = endOfLine(rest, fits.length());
            lines.add(indent + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            indent = "  ";
        }
        lines.add(indent + rest);
        return lines;
    }

    /** Where the first line of a text ends, if it has at most so many characters. */
    private static int endOfLine(String text, int most) {
        int anyBlank = 0;
        int betweenLifetimes = 0;
        for (int end = text.lastIndexOf(' ', most); end > 0; end = text.lastIndexOf(' ', end - 1)) {
            String word = text.substring(text.lastIndexOf(' ', end - 1) + 1, end);
            if (WITH_VALUE.contains(word)) {
                anyBlank = Math.max(anyBlank, end);
            } else if (text.startsWith("preferred_lft ", end + 1)) {
                betweenLifetimes = end;
            } else {
                return end;
            }
        }
        return IntStream.of(betweenLifetimes, anyBlank, most)
                .filter(end -> end > 0)
                .findFirst()
                .orElseThrow();
    }

    /** Breaks each text into lines, as {@link #wrapped(String, int)} does. */
    static List<String> wrapped(Collection<String> texts, int width) {
        return texts.stream().flatMap(text -> wrapped(text, width).stream()).toList();
    }

    /**
     * Writes each character that cannot be seen as {@code \}{@code u0001}. The kernel allows such characters in the names of interfaces.
     * XML forbids some of them; others, such as those that change the direction of writing, would spoil a terminal.
     */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (Character.getType(each)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> visible.append("\\u%04x".formatted(each));
                default -> visible.appendCodePoint(each);
            }
        });
        return visible.toString();
    }
}
