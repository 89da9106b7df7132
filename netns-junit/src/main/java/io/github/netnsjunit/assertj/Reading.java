package io.github.netnsjunit.assertj;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a look at something that changes gave.
 *
 * @param picture how it was; {@code null} if there is none
 * @param why why there is none; {@code null} if there is
 */
record Reading<A>(@Nullable A picture, @Nullable ErrorMessageFactory why) {

    static <A> Reading<A> of(A picture) {
        return new Reading<>(picture, null);
    }

    static <A> Reading<A> none(ErrorMessageFactory why) {
        return new Reading<>(null, why);
    }

    /** The failure that the check sees in the picture, or that there is none; null where the check holds. */
    @Nullable
    ErrorMessageFactory failureOf(Check<A> check) {
        return picture == null ? why : check.failureOf(picture);
    }
}
