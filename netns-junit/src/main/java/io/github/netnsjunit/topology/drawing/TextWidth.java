package io.github.netnsjunit.topology.drawing;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How many columns of a terminal a text takes, and how it is broken into lines. */
final class TextWidth {

    /** Whose letters take two columns; Unicode Standard Annex 11, "East Asian Width", roughly. */
    private static final Set<UnicodeScript> WIDE = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.YI,
            UnicodeScript.TANGUT);

    private TextWidth() {}

    /** The number of columns. */
    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
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

    /** The text with blanks after it, so that it takes at least so many columns. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** The text with blanks before it, so that it takes at least so many columns. */
    static String rightAligned(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** As much of the beginning as fits. */
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

    /** Lines of at most so many columns, broken at blanks where possible; those after the first are indented by two. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        String indent = "";
        while (of(indent + rest) > width) {
            String fits = beginning(rest, width - indent.length());
            int blank = rest.startsWith(" ", fits.length()) ? fits.length() : fits.lastIndexOf(' ');
            int end = blank > 0 ? blank : fits.length();
            lines.add(indent + rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
            indent = "  ";
        }
        lines.add(indent + rest);
        return lines;
    }

    /**
     * The text with what cannot be seen spelled out, as {@code \}{@code u0001}: the kernel lets interface names have control
     * characters, and some that change the direction of what follows, which XML forbids or a terminal obeys.
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
