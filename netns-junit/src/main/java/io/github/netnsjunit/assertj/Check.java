package io.github.netnsjunit.assertj;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** What an assertion verifies: the failure that it sees in the latest state, or null where it holds. */
@FunctionalInterface
interface Check<A> {

    @Nullable
    ErrorMessageFactory failureOf(A latest);

    /** Verifies the other too, where this one holds. */
    default Check<A> and(Check<A> other) {
        return latest -> {
            ErrorMessageFactory failure = failureOf(latest);
            return failure != null ? failure : other.failureOf(latest);
        };
    }
}
