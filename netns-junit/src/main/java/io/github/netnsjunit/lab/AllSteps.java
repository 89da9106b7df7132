package io.github.netnsjunit.lab;

import org.jspecify.annotations.Nullable;

/** Steps of an ending, every one of which is taken, whatever fails in another. */
final class AllSteps {

    private @Nullable RuntimeException first;

    AllSteps take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException failure) {
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
        if (first != null) {
            throw first;
        }
    }
}
