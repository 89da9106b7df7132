package io.github.netnsjunit.probe;

import java.time.Duration;
import java.util.Locale;

/** The result of a {@link Probe}. */
public sealed interface Reachability {

    /**
     * The host answered.
     *
     * @param roundTrip the time between the request and its answer, as measured by this program
     */
    record Reached(Duration roundTrip) implements Reachability {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "reached in %.3f ms", roundTrip.toNanos() / 1e6);
        }
    }

    /**
     * The host was not reached.
     *
     * @param reason why not
     * @param detail what the kernel or a router said, such as {@code ENETUNREACH (Network is unreachable)}. For a name, each address
     *     that it resolved to stands in front of what was said about it.
     */
    record NotReached(Unreachable reason, String detail) implements Reachability {
        @Override
        public String toString() {
            return reason + ": " + detail;
        }
    }
}
