package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.NamespaceProcess;
import java.util.regex.Pattern;

/** Assertions about a process that was started inside a namespace. Given time with {@link #within}, they wait until they hold. */
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
        return verify(latest -> latest.isAlive()
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
        return verify(latest -> {
            if (latest.isAlive()) {
                return ShouldHaveExited.shouldHaveExited(latest.toString(), code, latest.output());
            }
            int actualCode = latest.exitCode();
            return actualCode == code
                    ? null
                    : ShouldHaveExitedWith.shouldHaveExitedWith(latest.toString(), code, actualCode, latest.output());
        });
    }

    /**
     * Verifies that a part of the output so far matches a regular expression; {@code ^} and {@code $} match at every line.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready at 8080")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputMatching("ready at \\d+"); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasOutputMatching(String regex) {
        requireNonNull(regex, "regex");
        Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
        return verify(latest -> pattern.matcher(latest.output()).find()
                ? null
                : ShouldHaveOutputMatching.shouldHaveOutputMatching(latest.toString(), regex, latest.output()));
    }

    /**
     * Verifies that the output so far contains this text.
     *
     * <pre>{@code
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("ready"); // passes
     * assertThat(root.start("echo", "ready")).within(ofSeconds(1)).hasOutputContaining("Ready"); // fails
     * }</pre>
     */
    public NamespaceProcessAssert hasOutputContaining(String part) {
        requireNonNull(part, "part");
        return verify(latest -> latest.output().contains(part)
                ? null
                : ShouldHaveOutputContaining.shouldHaveOutputContaining(latest.toString(), part, latest.output()));
    }
}
