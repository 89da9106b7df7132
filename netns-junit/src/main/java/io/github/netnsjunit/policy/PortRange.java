package io.github.netnsjunit.policy;

/**
 * Ports of TCP or UDP that follow one another.
 *
 * @param first 1 to 65535
 * @param last 1 to 65535; included
 */
public record PortRange(int first, int last) {

    private static final int HIGHEST = 0xFFFF;

    public PortRange {
        if (first == last && (first < 1 || last > HIGHEST)) {
            throw new IllegalArgumentException("[" + first + "] is no port, which is one of 1 to " + HIGHEST);
        }
        if (first < 1 || last > HIGHEST || first > last) {
            throw new IllegalArgumentException(
                    "[" + first + "] to [" + last + "] is no range of ports, which are 1 to " + HIGHEST);
        }
    }

    /**
     * Reads a text such as {@code 20000-29999}, or one port.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static PortRange parse(String text) {
        int hyphen = text.indexOf('-');
        try {
            return hyphen < 0
                    ? new PortRange(Integer.parseInt(text), Integer.parseInt(text))
                    : new PortRange(
                            Integer.parseInt(text.substring(0, hyphen)), Integer.parseInt(text.substring(hyphen + 1)));
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(
                    "[" + text + "] is no range of ports, such as 20000-29999, nor one port", noNumber);
        }
    }

    /** How many ports they are. */
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
