package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP server should have answered. */
final class ShouldAnswerHttp extends BasicErrorMessageFactory {

    private ShouldAnswerHttp(Object... arguments) {
        super("%nExpecting:%n  %s%nto get an answer from %s%nbut a connection was made and then:%n  %s%n%s", arguments);
    }

    static ErrorMessageFactory shouldAnswerHttp(Surroundings seen, String url, String host, String words) {
        return new ShouldAnswerHttp(
                unquotedString(seen.namespace()),
                unquotedString(url),
                unquotedString(words),
                unquotedString(seen.seenFrom(host)));
    }
}
