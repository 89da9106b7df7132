package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP body should contain a text. */
final class ShouldHaveBodyContaining extends BasicErrorMessageFactory {

    private ShouldHaveBodyContaining(Object... arguments) {
        super("%nExpecting:%n  %s%nto have a body that contains:%n%s%nbut it was:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveBodyContaining(HttpAnswer actual, String part) {
        boolean alike = Texts.lines(actual.body()).contains(Texts.lines(part).strip());
        return new ShouldHaveBodyContaining(
                unquotedString(actual.toString()),
                unquotedString(Texts.shown(part, alike)),
                unquotedString(Texts.shown(actual.body(), alike)));
    }
}
