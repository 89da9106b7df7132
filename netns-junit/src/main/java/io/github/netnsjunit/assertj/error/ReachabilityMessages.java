package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;

import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.probe.Unreachable;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/**
 * Messages about whom a namespace reaches. In each of them the action is a verb and its object, such as {@code ping 10.0.0.1}.
 */
public final class ReachabilityMessages {

    private ReachabilityMessages() {}

    public static ErrorMessageFactory shouldReach(String namespace, String action, String host, NotReached result) {
        return expecting(
                namespace,
                "to be able to %s%nbut %s (%s):%n  %s",
                action,
                result.reason().about(host),
                result.reason().name(),
                result.detail());
    }

    public static ErrorMessageFactory shouldNotReach(String namespace, String action, String host, Reached result) {
        return expecting(namespace, "not to be able to %s%nbut %s answered:%n  %s", action, host, result);
    }

    /** Says that nothing was sent, and which reason has to be named if that is as expected. */
    public static ErrorMessageFactory shouldBeTried(String namespace, String action, String host, NotReached result) {
        return expecting(
                namespace,
                "not to be able to %s%nbut nothing was sent, because %s (%s):%n  %s%n"
                        + "If this is what you expect, write because(Unreachable.%s) behind it.",
                action,
                result.reason().about(host),
                result.reason().name(),
                result.detail(),
                result.reason().name());
    }

    /** Says why the result is not about one host, and which reason has to be named if that is as expected. */
    public static ErrorMessageFactory shouldBeAboutAHost(
            String namespace, String action, String why, NotReached result) {
        return expecting(
                namespace,
                "not to be able to %s%nbut that says nothing about a host: %s:%n  %s: %s%n"
                        + "If this is what you expect, write because(Unreachable.%s) behind it.",
                action,
                why,
                result.reason().name(),
                result.detail(),
                result.reason().name());
    }

    public static ErrorMessageFactory shouldNotReachBecause(
            String namespace, String action, String host, NotReached result, Set<Unreachable> expected) {
        return expecting(
                namespace,
                "not to be able to %s because of %s%nbut %s (%s):%n  %s",
                action,
                expected.stream().map(Unreachable::name).sorted().collect(Collectors.joining(" or ")),
                result.reason().about(host),
                result.reason().name(),
                result.detail());
    }
}
