package io.github.netnsjunit.lab.waiting;

import org.jspecify.annotations.Nullable;

/** Steps that are all taken, even if some of them fail: those that close something, for example. */
public final class AllSteps {

    private @Nullable Throwable firstFailure;

    /** Takes a step, and remembers its failure. */
    public AllSteps take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error failure) {
            if (firstFailure == null) {
                firstFailure = failure;
            } else {
                firstFailure.addSuppressed(failure);
            }
        }
        return this;
    }

    /** Throws the first failure, if there was one, with the others suppressed in it. */
    public void finish() {
        if (firstFailure instanceof Error error) {
            throw error;
        } else if (firstFailure instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** Adds the failures as suppressed ones to the failure because of which the steps were taken. */
    public void finishFor(Throwable cause) {
        if (firstFailure != null) {
            cause.addSuppressed(firstFailure);
        }
    }
}
