package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A process should have ended with another code. */
final class ShouldHaveExitedWith extends BasicErrorMessageFactory {

    private ShouldHaveExitedWith(Object... arguments) {
        super(
                "%nExpecting:%n  %s%nto have exited with code %s%nbut it exited with code %s, after the output:%n%s",
                arguments);
    }

    static ErrorMessageFactory shouldHaveExitedWith(String process, int code, int actual, String output) {
        return new ShouldHaveExitedWith(
                unquotedString(process),
                unquotedString(Integer.toString(code)),
                unquotedString(Integer.toString(actual)),
                unquotedString(output.indent(2).stripTrailing()));
    }
}
