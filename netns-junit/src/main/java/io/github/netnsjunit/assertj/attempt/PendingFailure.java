package io.github.netnsjunit.assertj.attempt;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A failure about which the next call in the chain decides. Somebody throws it in the end, unless it was dismissed: the next
 * assertion, or else the namespace when it closes. Safe for use by several threads.
 */
public final class PendingFailure {

    private final AtomicReference<AssertionError> failure;

    public PendingFailure(AssertionError failure) {
        this.failure = new AtomicReference<>(failure);
    }

    /** Makes it no failure any more. */
    public void dismiss() {
        failure.set(null);
    }

    /** Throws the failure, unless it was thrown or dismissed before. */
    public void throwOnce() {
        AssertionError pending = failure.getAndSet(null);
        if (pending != null) {
            throw pending;
        }
    }
}
