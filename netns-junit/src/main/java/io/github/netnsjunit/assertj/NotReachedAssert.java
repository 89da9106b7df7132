package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Assertions about a namespace that did not reach a host, as expected: about the reason, or about anything else in it. */
public class NotReachedAssert extends NetworkNamespaceAssert {

    private @Nullable FailedAttempts attempts;

    /** For {@link NetworkNamespaceAssert} and for AssertJ's proxies. */
    public NotReachedAssert(NetworkNamespace actual) {
        super(actual);
    }

    /**
     * Verifies that the host was not reached for one of these reasons. For what is left of the time that {@link #within} gave, the
     * host is tried again until one of them is the reason.
     *
     * <p>The kernel asks for a neighbour three times, a second each, before it gives it up: with less time, an absent one is
     * {@code TIMED_OUT}, and not yet {@code HOST_UNREACHABLE}.
     *
     * <pre>{@code
     * assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.REFUSED); // passes
     * assertThat(blue).cannotConnectTo("10.0.0.1", 81).because(Unreachable.NO_ROUTE); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if no reason is given
     */
    public NotReachedAssert because(Unreachable... reasons) {
        requireNonNull(reasons, "reasons");
        if (reasons.length == 0) {
            throw new IllegalArgumentException("because() needs at least one reason");
        }
        Set<Unreachable> expected = EnumSet.noneOf(Unreachable.class);
        for (Unreachable reason : reasons) {
            expected.add(requireNonNull(reason, "reason"));
        }
        ErrorMessageFactory failure = attempts == null ? null : attempts.failureUnless(expected);
        if (failure != null) {
            throw assertionError(failure);
        }
        return this;
    }

    final void about(FailedAttempts failed) {
        attempts = failed;
    }
}
