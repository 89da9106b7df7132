package io.github.netnsjunit.jupiter.reading;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as annotations and configuration parameters write them. */
public final class DurationText {

    /** Tells in a message what a duration looks like. */
    public static final String FORM = "a number of up to six digits with its unit, such as [500 ms], [10 s] or [1 m]";

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,6}) ?(ms|s|m)");

    private DurationText() {}

    /** Returns empty if the text is not a duration. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMinutes(amount);
                });
    }
}
