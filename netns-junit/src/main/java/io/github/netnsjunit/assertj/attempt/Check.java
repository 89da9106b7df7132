package io.github.netnsjunit.assertj.attempt;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * What an assertion verifies.
 *
 * @param <A> the type of the value that it looks at
 */
@FunctionalInterface
public interface Check<A> {

    /** Returns the failure, or null if the value is as expected. */
    @Nullable
    ErrorMessageFactory failureOf(A value);

    /** Returns a check that fails if this one fails, and otherwise if the other one does. */
    default Check<A> and(Check<A> other) {
        return value -> {
            ErrorMessageFactory failure = failureOf(value);
            return failure != null ? failure : other.failureOf(value);
        };
    }
}
