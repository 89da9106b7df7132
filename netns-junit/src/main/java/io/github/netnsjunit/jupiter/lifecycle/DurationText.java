package io.github.netnsjunit.jupiter.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a duration is written in annotations and configuration parameters. */
public final class DurationText {

    /** What a duration looks like, for messages. */
    public static final String FORM = "a number of up to six digits with its unit, such as [500 ms], [10 s] or [1 m]";

    private static final Pattern PATTERN = Pattern.compile("(\\d{1,6}) ?(ms|s|m)");

    private DurationText() {}

    /** Reads one; empty if the text is none. */
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
