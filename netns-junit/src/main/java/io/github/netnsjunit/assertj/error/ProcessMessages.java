package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;
import static io.github.netnsjunit.assertj.error.Message.indented;
import static io.github.netnsjunit.assertj.error.Message.indentedOrQuoted;

import java.time.Duration;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about a process: whether it runs, how it ended, what it wrote. */
public final class ProcessMessages {

    private ProcessMessages() {}

    public static ErrorMessageFactory shouldBeAlive(String process, int exitCode, String output) {
        return expecting(
                process,
                "to be running%nbut it exited with code %s, after the output:%n%s",
                exitCode,
                indented(output));
    }

    /**
     * Says that the process is still running.
     *
     * @param within the time that the user gave it, zero for none
     */
    public static ErrorMessageFactory shouldHaveExited(String process, int expected, Duration within, String output) {
        return expecting(
                process,
                "to have exited with code %s%nbut it is still running%s, after the output:%n%s",
                expected,
                within.isZero()
                        ? " (within(Duration) gives it time to exit, and awaitExit() waits before the assertion)"
                        : " after " + within.toMillis() + " ms",
                indented(output));
    }

    /** Says that the process ended with another code. */
    public static ErrorMessageFactory shouldHaveExitedWith(String process, int expected, int actual, String output) {
        return expecting(
                process,
                "to have exited with code %s%nbut it exited with code %s, after the output:%n%s",
                expected,
                actual,
                indented(output));
    }

    public static ErrorMessageFactory shouldHaveOutputContaining(String process, String part, String output) {
        boolean quoted = Message.looksLikeContaining(output, part);
        return expecting(
                process,
                "to have written:%n%s%nbut its output was:%n%s",
                indentedOrQuoted(part, quoted),
                indentedOrQuoted(output, quoted));
    }

    /** Says that the matching took so long that nobody knows whether the output matches. */
    public static ErrorMessageFactory shouldBeMatchedInTime(String process, String regex, String output) {
        return expecting(
                process,
                "to have written what matches:%n  %s%nbut the time ran out while the expression was matched with:%n%s",
                regex,
                indented(output));
    }

    public static ErrorMessageFactory shouldHaveOutputMatching(String process, String regex, String output) {
        return expecting(
                process, "to have written what matches:%n  %s%nbut its output was:%n%s", regex, indented(output));
    }
}
