package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP answer should have a body. */
final class ShouldHaveBody extends BasicErrorMessageFactory {

    private ShouldHaveBody(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the body:%n%s%nbut it was:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveBody(HttpAnswer actual, String body) {
        boolean alike = Texts.lines(body).equals(Texts.lines(actual.body()));
        return new ShouldHaveBody(
                unquotedString(actual.toString()),
                unquotedString(Texts.shown(body, alike)),
                unquotedString(Texts.shown(actual.body(), alike)));
    }
}
