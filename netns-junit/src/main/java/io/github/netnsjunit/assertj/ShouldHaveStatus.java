package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP answer should have a status. */
final class ShouldHaveStatus extends BasicErrorMessageFactory {

    private ShouldHaveStatus(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the status %s%nbut it was:%n  %s%nwith the body:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveStatus(HttpAnswer actual, int status) {
        return new ShouldHaveStatus(
                unquotedString(actual.toString()),
                unquotedString(Integer.toString(status)),
                unquotedString(Integer.toString(actual.status())),
                unquotedString(actual.body().indent(2).stripTrailing()));
    }
}
