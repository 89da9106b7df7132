package io.github.netnsjunit.jupiter.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.junit.platform.commons.JUnitException;

/**
 * Configuration parameters that count before JUnit has a configuration: while a session opens. They are looked for where JUnit looks too,
 * but for those that a build tool gives to JUnit with each request.
 */
final class JvmSettings {

    /** {@code hermetic}: the whole JVM gets an empty network of its own. {@code shared}: it stays in that of the machine, the default. */
    static final String JVM = "netns.junit.jvm";

    /** {@code warn} (the default), {@code fail} or {@code ignore}: what happens if a test of a hermetic JVM sends something outside. */
    static final String EGRESS = "netns.junit.egress";

    private static final String FILE = "junit-platform.properties";

    private JvmSettings() {}

    /** Whether the whole JVM is to get a network of its own, by what is known when a session opens. */
    static boolean isHermetic() {
        return parameter(JVM).map(JvmSettings::isHermetic).orElse(false);
    }

    /** What the value of {@link #JVM} says. */
    static boolean isHermetic(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "hermetic" -> true;
            case "shared" -> false;
            default ->
                throw new JUnitException("The configuration parameter " + JVM + " has the value [" + value
                        + "]. Set it to one of [hermetic], [shared].");
        };
    }

    enum Egress {
        WARN,
        FAIL,
        IGNORE
    }

    static Egress egress() {
        return egress(parameter(EGRESS).orElse("warn"));
    }

    /** What the value of {@link #EGRESS} says. */
    static Egress egress(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "warn" -> Egress.WARN;
            case "fail" -> Egress.FAIL;
            case "ignore" -> Egress.IGNORE;
            default ->
                throw new JUnitException("The configuration parameter " + EGRESS + " has the value [" + value
                        + "]. Set it to one of [warn], [fail], [ignore].");
        };
    }

    /** A system property or, if there is none, what the first {@code junit-platform.properties} of the class path says. */
    static Optional<String> parameter(String name) {
        String property = System.getProperty(name);
        return Optional.ofNullable(property == null ? inFile().getProperty(name) : property);
    }

    private static Properties inFile() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? ClassLoader.getSystemClassLoader() : context;
        Properties properties = new Properties();
        try (InputStream file = loader.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException unreadable) {
            throw new JUnitException(
                    "cannot read " + FILE + ", which may say whether the JVM gets a network: " + unreadable,
                    unreadable);
        }
        return properties;
    }
}
