package io.github.netnsjunit.lab;

import org.jspecify.annotations.Nullable;

/** Steps of an ending, every one of which is taken, whatever fails in another. */
final class AllSteps {

    private @Nullable Throwable first;

    AllSteps take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error failure) {
            if (first == null) {
                first = failure;
            } else {
                first.addSuppressed(failure);
            }
        }
        return this;
    }

    /** Throws what failed first, the rest suppressed in it. */
    void finish() {
        if (first instanceof Error error) {
            throw error;
        } else if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** Suppresses what failed in the failure that brought the ending about. */
    void finishFor(Throwable cause) {
        if (first != null) {
            cause.addSuppressed(first);
        }
    }
}
