package io.github.netnsjunit.jupiter.lifecycle;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The configuration parameters, all under {@code netns.junit.}; a value that none of them knows fails the test. */
public final class Settings {

    /** {@code fail} or {@code skip}: what becomes of a test whose privilege or kernel feature is missing. */
    public static final String MISSING = "netns.junit.missing";

    /** {@code warn} (the default), {@code fail} or {@code ignore}: what becomes of threads that a test leaves inside. */
    public static final String LEAKS = "netns.junit.leaks";

    /** How long a body that was interrupted may take to end: up to six digits with {@code ms}, {@code s} or {@code m}. */
    static final String INTERRUPT_WAIT = "netns.junit.interrupt.wait";

    private static final Duration DEFAULT_INTERRUPT_WAIT = Duration.ofSeconds(10);

    private final ExtensionContext context;
    private final Optional<Missing> missing;
    private final Leaks leaks;
    private final Duration interruptWait;

    /**
     * Reads them all.
     *
     * @throws ExtensionConfigurationException if one has a value that is not known
     */
    Settings(ExtensionContext context) {
        this.context = context;
        this.missing = choice(MISSING, Missing.class);
        this.leaks = choice(LEAKS, Leaks.class).orElse(Leaks.WARN);
        this.interruptWait = text(INTERRUPT_WAIT)
                .map(value -> duration(INTERRUPT_WAIT, value))
                .orElse(DEFAULT_INTERRUPT_WAIT);
    }

    private enum Missing {
        FAIL,
        SKIP
    }

    enum Leaks {
        WARN,
        FAIL,
        IGNORE
    }

    /** Whether a missing privilege, or a kernel feature that its network needs, skips a test; else it fails. */
    boolean skipsWhatIsMissing() {
        return missing.filter(Missing.SKIP::equals).isPresent();
    }

    /** Whether a missing kernel feature fails a test that says it needs it; else it skips it. */
    boolean failsWithoutFeature() {
        return missing.filter(Missing.FAIL::equals).isPresent();
    }

    Leaks leaks() {
        return leaks;
    }

    Duration interruptWait() {
        return interruptWait;
    }

    private static Duration duration(String name, String value) {
        return DurationText.parse(value).orElseThrow(() -> unknown(name, value, DurationText.FORM));
    }

    private <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name)
                .map(value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> word(constant).equals(value.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> unknown(
                                name,
                                value,
                                Arrays.stream(type.getEnumConstants())
                                        .map(Settings::word)
                                        .collect(Collectors.joining("], [", "one of [", "]")))));
    }

    private Optional<String> text(String name) {
        return context.getConfigurationParameter(name).map(String::strip);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static ExtensionConfigurationException unknown(String name, String value, String known) {
        return new ExtensionConfigurationException(
                "The configuration parameter " + name + " has the value [" + value + "]. Set it to " + known + ".");
    }
}
