package io.github.netnsjunit.assertj;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** What an assertion verifies: the failure that it sees in the latest state, or null where it holds. */
@FunctionalInterface
interface Check<A> {

    @Nullable
    ErrorMessageFactory failureOf(A latest);
}
