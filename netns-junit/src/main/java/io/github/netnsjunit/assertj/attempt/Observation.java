package io.github.netnsjunit.assertj.attempt;

import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * The result of looking once at something that changes, such as an interface or the answer of a server.
 *
 * @param value what was seen; null if there was nothing to see
 * @param whyAbsent why there was nothing to see; null if there is a value
 */
public record Observation<A>(@Nullable A value, @Nullable ErrorMessageFactory whyAbsent) {

    public static <A> Observation<A> of(A value) {
        return new Observation<>(value, null);
    }

    public static <A> Observation<A> absent(ErrorMessageFactory why) {
        return new Observation<>(null, why);
    }

    /** Returns the failure that the check finds, or why there is no value to check. Returns null if the check passes. */
    public @Nullable ErrorMessageFactory failureOf(Check<A> check) {
        return value == null ? whyAbsent : check.failureOf(value);
    }
}
