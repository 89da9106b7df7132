package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.reading.DurationText;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The configuration parameters of the extension. Their names start with {@code netns.junit.}. */
final class Settings {

    /** {@code fail} or {@code skip}: what happens to a test if a privilege or a kernel feature is missing. */
    static final String MISSING = "netns.junit.missing";

    /**
     * {@code warn} (the default), {@code fail} or {@code ignore}: what happens if a test leaves threads or
     * programs in its network.
     */
    static final String LEAKS = "netns.junit.leaks";

    /**
     * {@code fail}, {@code warn} or {@code ignore}: what happens if a test has sockets outside its network. If it is not set, a
     * {@code @Hermetic} test fails, and others are warned.
     */
    static final String ESCAPES = "netns.junit.escapes";

    /** How long a body may take to end after an interrupt: up to six digits with {@code ms}, {@code s} or {@code m}. */
    static final String INTERRUPT_WAIT = "netns.junit.interrupt.wait";

    /**
     * {@code off} (the default), {@code on}, or a duration: whether the namespaces of all tests get names, and how long the network of a
     * failed test stays.
     */
    static final String EXPOSE = "netns.junit.expose";

    private static final Duration DEFAULT_INTERRUPT_WAIT = Duration.ofSeconds(10);

    private final ExtensionContext context;
    private final Optional<Missing> missing;
    private final Leaks leaks;
    private final Optional<Escapes> escapes;
    private final Duration interruptWait;
    private final Optional<Duration> expose;

    /**
     * Reads all parameters. That of the namespaces which are made ahead is obeyed at once, because it is of the whole process.
     *
     * @throws ExtensionConfigurationException if a parameter has a value that it cannot have
     */
    Settings(ExtensionContext context) {
        this.context = context;
        this.missing = constant(MISSING, Missing.class);
        this.leaks = constant(LEAKS, Leaks.class).orElse(Leaks.WARN);
        this.escapes = constant(ESCAPES, Escapes.class);
        this.interruptWait = text(INTERRUPT_WAIT)
                .map(value -> duration(INTERRUPT_WAIT, value))
                .orElse(DEFAULT_INTERRUPT_WAIT);
        this.expose = text(EXPOSE).flatMap(Settings::hold);
        text(BlankNamespaces.AHEAD)
                .map(value -> BlankNamespaces.parse(value)
                        .orElseThrow(() -> badValue(BlankNamespaces.AHEAD, value, BlankNamespaces.FORM)))
                .ifPresent(BlankNamespaces.ofProcess()::limit);
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

    enum Escapes {
        FAIL,
        WARN,
        IGNORE
    }

    /**
     * Whether {@link #MISSING} may say to skip. Reads no other parameter, and does not fail if one has a value that it
     * cannot have.
     */
    static boolean mentionSkip(ExtensionContext context) {
        return context.getConfigurationParameter(MISSING)
                .filter(value -> value.strip().equalsIgnoreCase(nameOf(Missing.SKIP)))
                .isPresent();
    }

    /**
     * Whether a test is skipped if its network needs a privilege or a kernel feature that is missing. Otherwise it
     * fails.
     */
    boolean skipsIfNetworkIsImpossible() {
        return missing.filter(Missing.SKIP::equals).isPresent();
    }

    /** Whether a test with {@code @EnabledIfKernelHas} fails if the feature is missing. Otherwise it is skipped. */
    boolean failsIfFeatureIsMissing() {
        return missing.filter(Missing.FAIL::equals).isPresent();
    }

    Leaks leaks() {
        return leaks;
    }

    /** Returns what the parameter says; nothing if it is not set. */
    Optional<Escapes> escapes() {
        return escapes;
    }

    Duration interruptWait() {
        return interruptWait;
    }

    /** How long the network of a failed test stays; empty if namespaces get no names unless the test says so. */
    Optional<Duration> expose() {
        return expose;
    }

    private static Optional<Duration> hold(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "off" -> Optional.empty();
            case "on" -> Optional.of(Duration.ZERO);
            default ->
                Optional.of(DurationText.parse(value)
                        .orElseThrow(() -> badValue(EXPOSE, value, "[on], [off] or " + DurationText.FORM)));
        };
    }

    private static Duration duration(String name, String value) {
        return DurationText.parse(value).orElseThrow(() -> badValue(name, value, DurationText.FORM));
    }

    private <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return text(name)
                .map(value -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> nameOf(constant).equals(value.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> badValue(
                                name,
                                value,
                                Arrays.stream(type.getEnumConstants())
                                        .map(Settings::nameOf)
                                        .collect(Collectors.joining("], [", "one of [", "]")))));
    }

    private Optional<String> text(String name) {
        return context.getConfigurationParameter(name).map(String::strip);
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static ExtensionConfigurationException badValue(String name, String value, String allowed) {
        return new ExtensionConfigurationException(
                "The configuration parameter " + name + " has the value [" + value + "]. Set it to " + allowed + ".");
    }
}
