package io.github.netnsjunit.assertj;

import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Unreachable;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A host should have been out of reach for another reason. */
final class ShouldNotReachBecause extends BasicErrorMessageFactory {

    private ShouldNotReachBecause(Object... arguments) {
        super("%nExpecting:%n  %s%nnot to be able to %s because of %s%nbut %s (%s):%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotReachBecause(
            String namespace, Attempt attempt, NotReached result, Set<Unreachable> expected) {
        return new ShouldNotReachBecause(
                unquotedString(namespace),
                unquotedString(attempt.aim()),
                unquotedString(expected.stream().map(Unreachable::name).sorted().collect(Collectors.joining(" or "))),
                unquotedString(result.reason().about(attempt.host())),
                unquotedString(result.reason().name()),
                unquotedString(result.detail()));
    }
}
