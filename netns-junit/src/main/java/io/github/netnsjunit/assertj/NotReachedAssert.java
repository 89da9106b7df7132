package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.attempt.ExpectedFailure;
import io.github.netnsjunit.assertj.attempt.PendingFailure;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a namespace that did not reach a host, as expected: about the reason, or about anything else of the namespace.
 */
public class NotReachedAssert extends NetworkNamespaceAssert {

    /** Is null if a soft assertion failed before: then the host was reached, and there is no reason to verify. */
    private @Nullable ExpectedFailure expectedFailure;

    /** Is not null if nothing could be sent to the host. */
    private @Nullable PendingFailure pending;

    /** For {@link NetworkNamespaceAssert} and for AssertJ's proxies. */
    public NotReachedAssert(NetworkNamespace actual) {
        super(actual);
    }

    /**
     * Verifies that the host was not reached for one of these reasons. If {@link #within} gave time and some is left, the host is
     * tried again until one of them is the reason. With {@link #throughout}, each attempt must have failed for one of them.
     *
     * <p>The kernel asks for a neighbour three times, once a second, before it gives up. With less time, the reason for an absent
     * neighbour is {@code TIMED_OUT}, not {@code HOST_UNREACHABLE}.
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
        dismissPending();
        ErrorMessageFactory failure = expectedFailure == null ? null : expectedFailure.failureUnless(expected);
        if (failure != null) {
            throw assertionError(failure);
        }
        return this;
    }

    /** The reason was not asked for, so something must have been sent to the host. */
    @Override
    final void finishPrevious() {
        if (pending != null && expectedFailure != null) {
            ErrorMessageFactory failure = expectedFailure.failureUnlessTried();
            dismissPending();
            if (failure != null) {
                throw assertionError(failure);
            }
        }
    }

    private void dismissPending() {
        if (pending != null) {
            pending.dismiss();
            pending = null;
        }
    }

    final void about(ExpectedFailure failure, @Nullable PendingFailure pendingFailure) {
        expectedFailure = failure;
        pending = pendingFailure;
    }
}
