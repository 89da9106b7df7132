package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A process should have ended. */
final class ShouldHaveExited extends BasicErrorMessageFactory {

    private ShouldHaveExited(Object... arguments) {
        super(
                "%nExpecting:%n  %s%nto have exited with code %s%nbut it is still running, after the output:%n%s",
                arguments);
    }

    static ErrorMessageFactory shouldHaveExited(String process, int code, String output) {
        return new ShouldHaveExited(
                unquotedString(process),
                unquotedString(Integer.toString(code)),
                unquotedString(output.indent(2).stripTrailing()));
    }
}
