package io.github.netnsjunit.assertj;

import io.github.netnsjunit.probe.Reachability.NotReached;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A host should have been reached. */
final class ShouldReach extends BasicErrorMessageFactory {

    private ShouldReach(Object... arguments) {
        super("%nExpecting:%n  %s%nto be able to %s%nbut %s (%s):%n  %s", arguments);
    }

    static ErrorMessageFactory shouldReach(String namespace, Attempt attempt, NotReached result) {
        return new ShouldReach(
                unquotedString(namespace),
                unquotedString(attempt.aim()),
                unquotedString(result.reason().about(attempt.host())),
                unquotedString(result.reason().name()),
                unquotedString(result.detail()));
    }
}
