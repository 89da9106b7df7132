package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.attempt.Check;
import io.github.netnsjunit.assertj.attempt.TimeLimit;
import io.github.netnsjunit.assertj.error.ProcessMessages;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.process.NamespaceProcess;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a process that was started inside a namespace. If {@link #within} gives them time, they wait until they hold,
 * but no longer than the process can still change the result.
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
                : ProcessMessages.shouldBeAlive(latest.toString(), latest.exitCode(), latest.output()));
    }

    /**
     * Verifies that the process has ended with this exit code. If a signal ended it, the code is 128 plus the number of the
     * signal. A process that has just been started needs time to end: give it some with {@link #within}, or wait before with
     * {@link NamespaceProcess#awaitExit()}.
     *
     * <pre>{@code
     * assertThat(root.start("false")).within(ofSeconds(1)).hasExited(1); // passes
     * assertThat(root.start("false")).within(ofSeconds(1)).hasExited(0); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasExited(int code) {
        return verifyOnce(latest -> {
            if (failureOf(() -> latest.awaitExit(timeLimit().patience())) != null) {
                return ProcessMessages.shouldHaveExited(
                        latest.toString(), code, timeLimit().patience(), latest.output());
            }
            int actualCode = latest.exitCode();
            return actualCode == code
                    ? null
                    : ProcessMessages.shouldHaveExitedWith(latest.toString(), code, actualCode, latest.output());
        });
    }

    /**
     * Verifies that a part of the output so far matches a regular expression. Dots match line ends too; {@code ^} and {@code $}
     * match at every line. After the program has ended, what its children still write counts too.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready at 8080")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // fails
     * }</pre>
     *
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     * @throws IllegalArgumentException if Java exhausts the stack when it matches the expression
     */
    public NamespaceProcessAssert hasOutputMatching(String regex) {
        requireNonNull(regex, "regex");
        return verifyOnce(latest -> {
            LabException failure =
                    failureOf(() -> latest.awaitOutput(regex, timeLimit().patience()));
            if (failure == null) {
                return null;
            }
            return failure.getCause() instanceof TimeoutException
                    ? ProcessMessages.shouldBeMatchedInTime(latest.toString(), regex, latest.output())
                    : ProcessMessages.shouldHaveOutputMatching(latest.toString(), regex, latest.output());
        });
    }

    /**
     * Verifies that the output so far contains this text. After the program has ended, what its children still write counts too.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("ready"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("Ready"); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasOutputContaining(String part) {
        requireNonNull(part, "part");
        String regex = Pattern.quote(part);
        return verifyOnce(latest ->
                failureOf(() -> latest.awaitOutput(regex, timeLimit().patience())) == null
                        ? null
                        : ProcessMessages.shouldHaveOutputContaining(latest.toString(), part, latest.output()));
    }

    /**
     * Verifies the check without repeating it, unless it must hold all the time. The check waits by means of the process, which also
     * knows when waiting has become pointless.
     */
    private NamespaceProcessAssert verifyOnce(Check<NamespaceProcess> check) {
        return timeLimit().kind() == TimeLimit.Kind.THROUGHOUT
                ? verify(check)
                : verify(check, TimeLimit.ONE_ATTEMPT.start());
    }

    /**
     * Waits for something. Returns null if it arrived in time, else the failure.
     *
     * @param await waits, and throws a {@link LabException} if the time is up
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
     */
    private static @Nullable LabException failureOf(Runnable await) {
        try {
            await.run();
            return null;
        } catch (LabException failure) {
            if (failure.getCause() instanceof InterruptedException) {
                throw new IllegalStateException("interrupted while waiting for an assertion to hold", failure);
            }
            return failure;
        }
    }
}
