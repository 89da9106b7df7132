package io.github.netnsjunit.assertj;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** What a look at something that changes gave: a picture of it, or why there is none. */
@FunctionalInterface
interface Reading<A> {

    /** The failure that the check sees in the picture, or that there is none; null where the check holds. */
    @Nullable
    ErrorMessageFactory failureOf(Check<A> check);

    static <A> Reading<A> of(A picture) {
        return check -> check.failureOf(picture);
    }

    static <A> Reading<A> none(ErrorMessageFactory why) {
        return check -> why;
    }
}
