package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Unreachable;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** A probe that is expected not to reach its host. It is sent again until it fails as expected or the time is up. */
public final class ExpectedFailure {

    private final Probe probe;
    private final TimeLimit.Countdown countdown;
    private Attempt latest;

    private ExpectedFailure(Probe probe, TimeLimit.Countdown countdown, Attempt first) {
        this.probe = probe;
        this.countdown = countdown;
        this.latest = first;
    }

    /** Sends the probe once. */
    public static ExpectedFailure of(Probe probe, TimeLimit.Countdown countdown) {
        return new ExpectedFailure(probe, countdown, send(probe, countdown));
    }

    /**
     * Sends the probe again until it fails for one of these reasons. Returns null if it does, and otherwise, once the time is up,
     * what is wrong with the last attempt. If the latest attempt failed for one of the reasons already, none is sent.
     */
    public @Nullable ErrorMessageFactory failureUnless(Set<Unreachable> reasons) {
        while (true) {
            ErrorMessageFactory failure = latest.failureUnlessNotReached(reasons);
            if (failure == null || !countdown.pause()) {
                return failure;
            }
            latest = send(probe, countdown);
        }
    }

    private static Attempt send(Probe probe, TimeLimit.Countdown countdown) {
        return Attempt.send(probe.timeout(countdown.remainingTimeout()));
    }
}
