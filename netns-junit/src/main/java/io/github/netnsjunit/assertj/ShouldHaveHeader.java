package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP answer should have a header. */
final class ShouldHaveHeader extends BasicErrorMessageFactory {

    private ShouldHaveHeader(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the header:%n  %s: %s%nbut its headers are:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveHeader(HttpAnswer actual, String name, String value) {
        return new ShouldHaveHeader(
                unquotedString(actual.toString()),
                unquotedString(name),
                unquotedString(value),
                unquotedString(actual.headerLines().indent(2).stripTrailing()));
    }
}
