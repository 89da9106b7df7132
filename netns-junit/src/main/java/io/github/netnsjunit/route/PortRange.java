package io.github.netnsjunit.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ports from the first to the last.
 *
 * @param first 1 to 65535
 * @param last from {@code first} on, up to 65535
 */
public record PortRange(int first, int last) {

    private static final int HIGHEST = 65535;
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    public PortRange {
        if (first < 1 || last < first || last > HIGHEST) {
            throw new IllegalArgumentException("[" + text(first, last)
                    + "] are no ports: write one of 1 to 65535, or a range such as [8000-8099]");
        }
    }

    /**
     * Reads a port such as {@code 443}, or a range such as {@code 8000-8099}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static PortRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "[" + text + "] are no ports: write one of 1 to 65535, or a range such as [8000-8099]");
        }
        int first = Integer.parseInt(matcher.group(1));
        String last = matcher.group(2);
        return new PortRange(first, last == null ? first : Integer.parseInt(last));
    }

    /** As {@code ip rule} writes it: {@code 443} or {@code 8000-8099}. */
    @Override
    public String toString() {
        return text(first, last);
    }

    private static String text(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
