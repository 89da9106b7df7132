package io.github.netnsjunit.assertj;

import io.github.netnsjunit.probe.Reachability.Reached;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A host should have been out of reach. */
final class ShouldNotReach extends BasicErrorMessageFactory {

    private ShouldNotReach(Object... arguments) {
        super("%nExpecting:%n  %s%nnot to be able to %s%nbut %s answered:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotReach(String namespace, Attempt attempt, Reached result) {
        return new ShouldNotReach(
                unquotedString(namespace),
                unquotedString(attempt.aim()),
                unquotedString(attempt.host()),
                unquotedString(result.toString()));
    }
}
