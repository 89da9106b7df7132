package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Unreachable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** A probe that is expected not to reach its host. It is sent again until it fails as expected or the time is up. */
public final class ExpectedFailure {

    private final Probe probe;
    private final TimeLimit.Countdown countdown;

    /** The latest attempt. If the host must not be reached all the time: the first attempt of each result that there was. */
    private final List<Attempt> attempts = new ArrayList<>();

    private ExpectedFailure(Probe probe, TimeLimit.Countdown countdown) {
        this.probe = probe;
        this.countdown = countdown;
    }

    /** Sends the probe once. */
    public static ExpectedFailure of(Probe probe, TimeLimit.Countdown countdown) {
        ExpectedFailure expected = new ExpectedFailure(probe, countdown);
        expected.attempts.add(expected.send());
        return expected;
    }

    /**
     * Returns null if the host is not reached; otherwise, once the time is up, what is wrong. If nothing was sent in an attempt, that is
     * wrong too, unless the next call in the chain decides about it.
     *
     * @param nothingFollows whether no call follows in the chain. It is asked only if nothing was sent in an attempt.
     */
    public @Nullable ErrorMessageFactory failureIfReached(BooleanSupplier nothingFollows) {
        return repeat(
                attempt -> attempt.isUntried() && !nothingFollows.getAsBoolean() ? null : attempt.failureUnlessTried());
    }

    /** Returns null if something was sent to the host and it is not reached; otherwise, once the time is up, what is wrong. */
    public @Nullable ErrorMessageFactory failureUnlessTried() {
        return repeat(Attempt::failureUnlessTried);
    }

    /** Returns what is wrong with the attempts so far if nothing was sent to the host; null if something was. */
    public @Nullable ErrorMessageFactory failureIfUntried() {
        return failureOfAttempts(Attempt::failureUnlessTried);
    }

    /**
     * Sends the probe again until it fails for one of these reasons. Returns null if it does, and otherwise, once the time is up,
     * what is wrong with the last attempt. If the latest attempt failed for one of the reasons already, none is sent.
     */
    public @Nullable ErrorMessageFactory failureUnless(Set<Unreachable> reasons) {
        return repeat(attempt -> attempt.failureUnlessNotReached(reasons));
    }

    private @Nullable ErrorMessageFactory repeat(Check<Attempt> check) {
        while (true) {
            ErrorMessageFactory failure = failureOfAttempts(check);
            if (!countdown.pauseAfter(failure == null)) {
                return countdown.explain(failure);
            }
            Attempt next = send();
            if (!countdown.isThroughout()) {
                attempts.clear();
            }
            if (attempts.stream().noneMatch(next::endedLike)) {
                attempts.add(next);
            }
        }
    }

    private @Nullable ErrorMessageFactory failureOfAttempts(Check<Attempt> check) {
        for (Attempt attempt : attempts) {
            ErrorMessageFactory failure = check.failureOf(attempt);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    private Attempt send() {
        return Attempt.sendToAll(probe.timeout(countdown.remainingTimeout()));
    }
}
