package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.assertj.error.MessageWithSnapshot;
import io.github.netnsjunit.assertj.error.ReachabilityMessages;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.Unreachable;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * A probe that was sent, and its result.
 *
 * @param probe the probe
 * @param result whether it reached its host
 */
public record Attempt(Probe probe, Reachability result) {

    /**
     * Sends a probe.
     *
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
     */
    public static Attempt send(Probe probe) {
        try {
            return new Attempt(probe, probe.send());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during the " + probe, interrupt);
        }
    }

    /** Returns the failure of an assertion that expects the host to be reached, or null if it was reached. */
    public @Nullable ErrorMessageFactory failureUnlessReached() {
        return result instanceof NotReached notReached
                ? withSnapshot(ReachabilityMessages.shouldReach(namespace(), action(), probe.host(), notReached))
                : null;
    }

    /**
     * Returns the failure of an assertion that expects the host not to be reached for one of these reasons, or null if that is
     * what happened.
     */
    @Nullable
    ErrorMessageFactory failureUnlessNotReached(Set<Unreachable> reasons) {
        if (result instanceof Reached reached) {
            return withSnapshot(ReachabilityMessages.shouldNotReach(namespace(), action(), probe.host(), reached));
        }
        NotReached notReached = (NotReached) result;
        return reasons.contains(notReached.reason())
                ? null
                : withSnapshot(ReachabilityMessages.shouldNotReachBecause(
                        namespace(), action(), probe.host(), notReached, reasons));
    }

    private String namespace() {
        return probe.namespace().name();
    }

    /** What the probe tries, as a verb and its object. */
    private String action() {
        if (probe instanceof TcpConnect connect) {
            return "connect to " + connect.host() + " port " + connect.port();
        }
        Ping ping = (Ping) probe;
        return "ping " + ping.host();
    }

    private ErrorMessageFactory withSnapshot(ErrorMessageFactory failure) {
        return MessageWithSnapshot.forHost(probe.namespace(), probe.host(), failure);
    }
}
