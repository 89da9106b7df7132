package io.github.netnsjunit.assertj;

import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.probe.Unreachable;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** Attempts that are to fail: the same probe, sent again while it does not fail as it should and there is time. */
final class FailedAttempts {

    private final Probe probe;
    private final Patience.Watch watch;
    private Attempt latest;

    private FailedAttempts(Probe probe, Patience.Watch watch, Attempt first) {
        this.probe = probe;
        this.watch = watch;
        this.latest = first;
    }

    /** Sends the first. */
    static FailedAttempts of(Probe probe, Patience.Watch watch) {
        return new FailedAttempts(probe, watch, Attempt.at(probe.timeout(watch.rest())));
    }

    /** What is wrong with the last of them, once there is no time left for another; null where it fails for one of the reasons. */
    @Nullable
    ErrorMessageFactory failureUnless(Set<Unreachable> reasons) {
        while (true) {
            ErrorMessageFactory failure = failureOfLatest(reasons);
            if (failure == null || !watch.pause()) {
                return failure;
            }
            latest = Attempt.at(probe.timeout(watch.rest()));
        }
    }

    private @Nullable ErrorMessageFactory failureOfLatest(Set<Unreachable> reasons) {
        if (latest.result() instanceof Reached reached) {
            return told(ShouldNotReach.shouldNotReach(probe.namespace().name(), latest, reached));
        }
        NotReached result = (NotReached) latest.result();
        return reasons.contains(result.reason())
                ? null
                : told(ShouldNotReachBecause.shouldNotReachBecause(
                        probe.namespace().name(), latest, result, reasons));
    }

    private ErrorMessageFactory told(ErrorMessageFactory failure) {
        return Surrounded.onTheWay(probe.namespace(), probe.host(), failure);
    }
}
