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
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/**
 * A probe that was sent, and its result.
 *
 * @param probe the probe
 * @param result whether it reached its host
 * @param doubt why the result says nothing about a host; null if nothing is known against it
 */
public record Attempt(Probe probe, Reachability result, Target.@Nullable Doubt doubt) {

    /** With these reasons nothing was sent to the host. Whoever means them has to name them. */
    private static final Set<Unreachable> UNTRIED = EnumSet.of(Unreachable.UNKNOWN_HOST, Unreachable.NO_FREE_PORT);

    /**
     * Sends a probe.
     *
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
     */
    public static Attempt send(Probe probe) {
        return send(probe, probe::send);
    }

    /**
     * Sends a probe to all addresses of its host, until one is reached. So does a TCP connection anyway.
     *
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set
     */
    static Attempt sendToAll(Probe probe) {
        return send(probe, probe instanceof Ping ping ? ping::sendToAll : probe::send);
    }

    /** A way to send a probe. */
    private interface Sender {
        Reachability send() throws InterruptedException;
    }

    private static Attempt send(Probe probe, Sender sender) {
        try {
            Reachability result = sender.send();
            return new Attempt(
                    probe,
                    result,
                    result instanceof NotReached notReached
                            ? Target.doubt(probe, notReached).orElse(null)
                            : null);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during the " + probe, interrupt);
        }
    }

    /** Returns the failure of an assertion that expects the host to be reached, or null if it was reached. */
    public @Nullable ErrorMessageFactory failureUnlessReached() {
        return result instanceof NotReached notReached
                ? withSnapshot(ReachabilityMessages.shouldReach(
                        namespace(), action(), probe.host(), withReasonOfDoubt(notReached)))
                : null;
    }

    /** Returns the failure of an assertion that expects the host not to be reached, or null if it was not. */
    @Nullable
    ErrorMessageFactory failureIfReached() {
        return result instanceof Reached reached
                ? withSnapshot(ReachabilityMessages.shouldNotReach(namespace(), action(), probe.host(), reached))
                : null;
    }

    /** The same, but it is also a failure that nothing was sent, or nothing to one certain host: that says nothing about the host. */
    @Nullable
    ErrorMessageFactory failureUnlessTried() {
        if (!(result instanceof NotReached notReached) || !isUntried()) {
            return failureIfReached();
        }
        return withSnapshot(
                doubt != null && doubt.sent()
                        ? ReachabilityMessages.shouldBeAboutAHost(namespace(), action(), doubt.reason(), notReached)
                        : ReachabilityMessages.shouldBeTried(
                                namespace(), action(), probe.host(), withReasonOfDoubt(notReached)));
    }

    /**
     * Returns the failure of an assertion that expects the host not to be reached for one of these reasons, or null if that is
     * what happened.
     */
    @Nullable
    ErrorMessageFactory failureUnlessNotReached(Set<Unreachable> reasons) {
        return result instanceof NotReached notReached && !reasons.contains(notReached.reason())
                ? withSnapshot(ReachabilityMessages.shouldNotReachBecause(
                        namespace(), action(), probe.host(), notReached, reasons))
                : failureIfReached();
    }

    /** Whether both reached the host, or neither did for the same reason. */
    boolean endedLike(Attempt other) {
        return (result instanceof NotReached mine && other.result instanceof NotReached theirs)
                ? mine.reason() == theirs.reason()
                : result.getClass() == other.result.getClass();
    }

    /** Whether nothing was sent to the host, or nothing to one certain host. */
    boolean isUntried() {
        return result instanceof NotReached notReached && (UNTRIED.contains(notReached.reason()) || doubt != null);
    }

    private NotReached withReasonOfDoubt(NotReached notReached) {
        return doubt == null
                ? notReached
                : new NotReached(notReached.reason(), notReached.detail() + ": " + doubt.reason());
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

    /** Adds to a failure the routes and interfaces that matter, and the way of the packets if it explains the result. */
    ErrorMessageFactory withSnapshot(ErrorMessageFactory failure) {
        return isLostOnTheWay()
                ? MessageWithSnapshot.forUnreachedHost(probe, failure)
                : MessageWithSnapshot.forHost(probe.namespace(), probe.host(), failure);
    }

    /** Whether the way of the packets explains the result: not if they arrived, nor if none was sent. */
    private boolean isLostOnTheWay() {
        return result instanceof NotReached notReached && notReached.reason() != Unreachable.REFUSED && !isUntried();
    }
}
