package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A process should have written a line like a pattern. */
final class ShouldHaveOutputMatching extends BasicErrorMessageFactory {

    private ShouldHaveOutputMatching(Object... arguments) {
        super("%nExpecting:%n  %s%nto have written what matches:%n  %s%nbut its output was:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveOutputMatching(String process, String regex, String output) {
        return new ShouldHaveOutputMatching(
                unquotedString(process), unquotedString(regex), unquotedString(Texts.lines(output)));
    }
}
