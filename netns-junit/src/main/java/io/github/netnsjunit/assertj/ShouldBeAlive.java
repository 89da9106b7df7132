package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A process should run. */
final class ShouldBeAlive extends BasicErrorMessageFactory {

    private ShouldBeAlive(Object... arguments) {
        super("%nExpecting:%n  %s%nto be running%nbut it exited with code %s, after the output:%n%s", arguments);
    }

    static ErrorMessageFactory shouldBeAlive(String process, int exitCode, String output) {
        return new ShouldBeAlive(
                unquotedString(process),
                unquotedString(Integer.toString(exitCode)),
                unquotedString(output.indent(2).stripTrailing()));
    }
}
