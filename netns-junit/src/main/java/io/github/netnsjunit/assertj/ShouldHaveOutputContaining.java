package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A process should have written a text. */
final class ShouldHaveOutputContaining extends BasicErrorMessageFactory {

    private ShouldHaveOutputContaining(Object... arguments) {
        super("%nExpecting:%n  %s%nto have written:%n%s%nbut its output was:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveOutputContaining(String process, String part, String output) {
        boolean alike = Texts.lines(output).contains(Texts.lines(part).strip());
        return new ShouldHaveOutputContaining(
                unquotedString(process),
                unquotedString(Texts.shown(part, alike)),
                unquotedString(Texts.shown(output, alike)));
    }
}
