package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.process.NamespaceProcess;
import java.util.regex.Pattern;

/**
 * Assertions about a process that was started inside a namespace. Given time with {@link #within}, they wait until they hold, or it
 * has ended otherwise.
 */
public class NamespaceProcessAssert extends AbstractNetnsAssert<NamespaceProcessAssert, NamespaceProcess> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public NamespaceProcessAssert(NamespaceProcess actual) {
        super(actual, NamespaceProcessAssert.class);
    }

    /**
     * Verifies that the process is running.
     *
     * <pre>{@code
     * assertThat(root.start("sleep", "60")).isAlive(); // passes
     * NamespaceProcess done = root.start("true");
     * done.awaitExit();
     * assertThat(done).isAlive(); // fails
     * }</pre>
     */
    public NamespaceProcessAssert isAlive() {
        return verifyOnce(latest -> latest.isAlive()
                ? null
                : ShouldBeAlive.shouldBeAlive(latest.toString(), latest.exitCode(), latest.output()));
    }

    /**
     * Verifies that the process has ended with this exit code: 128 plus the signal's number if a signal ended it.
     *
     * <pre>{@code
     * assertThat(root.start("false")).within(ofSeconds(1)).hasExited(1); // passes
     * assertThat(root.start("false")).within(ofSeconds(1)).hasExited(0); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasExited(int code) {
        return verifyOnce(latest -> {
            if (!came(() -> latest.awaitExit(patience().waiting()))) {
                return ShouldHaveExited.shouldHaveExited(latest.toString(), code, latest.output());
            }
            int actualCode = latest.exitCode();
            return actualCode == code
                    ? null
                    : ShouldHaveExitedWith.shouldHaveExitedWith(latest.toString(), code, actualCode, latest.output());
        });
    }

    /**
     * Verifies that a part of the output so far matches a regular expression; dots match line ends too, {@code ^} and {@code $} match
     * at every line. Of a program that has ended, what its children still write counts too.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready at 8080")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // fails
     * }</pre>
     *
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     */
    public NamespaceProcessAssert hasOutputMatching(String regex) {
        requireNonNull(regex, "regex");
        return verifyOnce(
                latest -> came(() -> latest.awaitOutput(regex, patience().waiting()))
                        ? null
                        : ShouldHaveOutputMatching.shouldHaveOutputMatching(latest.toString(), regex, latest.output()));
    }

    /**
     * Verifies that the output so far contains this text. Of a program that has ended, what its children still write counts too.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("ready"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("Ready"); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasOutputContaining(String part) {
        requireNonNull(part, "part");
        String regex = Pattern.quote(part);
        return verifyOnce(latest -> came(
                        () -> latest.awaitOutput(regex, patience().waiting()))
                ? null
                : ShouldHaveOutputContaining.shouldHaveOutputContaining(latest.toString(), part, latest.output()));
    }

    /** The process itself waits, and knows when there is nothing left to wait for. */
    private NamespaceProcessAssert verifyOnce(Check<NamespaceProcess> check) {
        return verify(check, Patience.ONE_ATTEMPT.start());
    }

    /**
     * Waits; false where it was in vain.
     *
     * @throws IllegalStateException if the thread is interrupted, which stays flagged
     */
    private static boolean came(Runnable waiting) {
        try {
            waiting.run();
            return true;
        } catch (LabException inVain) {
            if (inVain.getCause() instanceof InterruptedException) {
                throw new IllegalStateException("interrupted while waiting for an assertion to hold", inVain);
            }
            return false;
        }
    }
}
