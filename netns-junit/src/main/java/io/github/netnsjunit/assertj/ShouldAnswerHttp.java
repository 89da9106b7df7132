package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An HTTP server should have answered. */
final class ShouldAnswerHttp extends BasicErrorMessageFactory {

    private ShouldAnswerHttp(Object... arguments) {
        super(
                "%nExpecting:%n  %s%nto get an answer from %s%nbut although its port accepts connections:%n  %s",
                arguments);
    }

    static ErrorMessageFactory shouldAnswerHttp(String namespace, String url, String words) {
        return new ShouldAnswerHttp(unquotedString(namespace), unquotedString(url), unquotedString(words));
    }
}
