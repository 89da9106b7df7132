package io.github.netnsjunit.lab.system;

import org.jspecify.annotations.Nullable;

/** Steps of an ending, every one of which is taken, whatever fails in another. */
public final class AllSteps {

    private @Nullable Throwable first;

    public AllSteps take(Runnable step) {
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
    public void finish() {
        if (first instanceof Error error) {
            throw error;
        } else if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** Suppresses what failed in the failure that brought the ending about. */
    public void finishFor(Throwable cause) {
        if (first != null) {
            cause.addSuppressed(first);
        }
    }
}
