package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.topology.PortVlans;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge does beyond forwarding frames. Durations are taken in steps of 10 ms.
 *
 * @param stp whether it speaks the spanning tree protocol
 * @param forwardDelay how long a port listens, and how long it learns, before it forwards: 2 s to 30 s; {@code null} for 2 s. Without
 *     the spanning tree protocol ports forward at once
 * @param ageing how long the bridge remembers behind which port an address is, if it does not see it again: up to 1 000 000 s; zero
 *     makes it forget at once, and so send every frame everywhere
 * @param priority by which the spanning tree protocol chooses the root, the lowest first: 0 to 65535
 * @param vlanFiltering whether it keeps VLANs apart
 * @param vlans the VLANs of the bridge's own interface, if it filters VLANs
 * @param multicastSnooping whether it sends the frames of a group to the group's members alone, if there is a querier
 * @param multicastQuerier whether it is itself the querier: asks who is in which group, and so who is so still
 */
public record BridgeOptions(
        boolean stp,
        @Nullable Duration forwardDelay,
        Duration ageing,
        int priority,
        boolean vlanFiltering,
        PortVlans vlans,
        boolean multicastSnooping,
        boolean multicastQuerier) {

    /** What the kernel gives a bridge of which nothing is said. */
    public static final BridgeOptions DEFAULT = new BridgeOptions(
            false,
            null,
            Duration.ofMillis(10L * BridgeKind.DEFAULT_AGEING),
            BridgeKind.DEFAULT_PRIORITY,
            false,
            PortVlans.DEFAULT,
            true,
            false);

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10L * BridgeKind.MIN_FORWARD_DELAY);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(10L * BridgeKind.MAX_FORWARD_DELAY);

    /** IEEE 802.1D-2004, table 7-5. The kernel would take more than a number of its own can hold. */
    private static final Duration LONGEST_AGEING = Duration.ofSeconds(1_000_000);

    /** The kernel's unit for users, {@code USER_HZ}, is a hundredth of a second. */
    private static final int STEP_MILLIS = 10;

    private static final int HIGHEST_PRIORITY = 65_535;

    /**
     * A tenth of a second, the shortest that an IGMP query can ask for. A new querier sends a group's frames everywhere until all may
     * have answered: for 10 s, by the kernel's default.
     */
    private static final int QUICK_QUERY_RESPONSE = 10;

    public BridgeOptions {
        requireNonNull(ageing, "ageing");
        requireNonNull(vlans, "vlans");
    }

    BridgeOptions withStp() {
        return new BridgeOptions(
                true, forwardDelay, ageing, priority, vlanFiltering, vlans, multicastSnooping, multicastQuerier);
    }

    BridgeOptions forwardDelay(Duration delay) {
        return new BridgeOptions(
                stp, delay, ageing, priority, vlanFiltering, vlans, multicastSnooping, multicastQuerier);
    }

    BridgeOptions ageing(Duration time) {
        return new BridgeOptions(
                stp, forwardDelay, time, priority, vlanFiltering, vlans, multicastSnooping, multicastQuerier);
    }

    BridgeOptions priority(int number) {
        return new BridgeOptions(
                stp, forwardDelay, ageing, number, vlanFiltering, vlans, multicastSnooping, multicastQuerier);
    }

    BridgeOptions withVlanFiltering() {
        return new BridgeOptions(stp, forwardDelay, ageing, priority, true, vlans, multicastSnooping, multicastQuerier);
    }

    BridgeOptions vlans(PortVlans own) {
        return new BridgeOptions(
                stp, forwardDelay, ageing, priority, vlanFiltering, own, multicastSnooping, multicastQuerier);
    }

    BridgeOptions withoutMulticastSnooping() {
        return new BridgeOptions(stp, forwardDelay, ageing, priority, vlanFiltering, vlans, false, multicastQuerier);
    }

    BridgeOptions withMulticastQuerier() {
        return new BridgeOptions(stp, forwardDelay, ageing, priority, vlanFiltering, vlans, multicastSnooping, true);
    }

    /** Tells what is wrong with them. */
    void check(Consumer<String> mistake) {
        if (forwardDelay != null) {
            checkDuration("forward delay", forwardDelay, SHORTEST_DELAY, LONGEST_DELAY, mistake);
            if (!stp) {
                mistake.accept("the forward delay [" + words(forwardDelay)
                        + "] counts only with the spanning tree protocol; turn it on (stp)");
            }
        }
        checkDuration("ageing time", ageing, Duration.ZERO, LONGEST_AGEING, mistake);
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            mistake.accept("the priority [" + priority + "] is not between 0 and " + HIGHEST_PRIORITY);
        }
        Vlans.check(vlans, vlanFiltering, "the bridge's own interface", mistake);
        if (multicastQuerier && !multicastSnooping) {
            mistake.accept("a multicast querier needs multicast snooping, which is turned off");
        }
    }

    private static void checkDuration(
            String what, Duration given, Duration shortest, Duration longest, Consumer<String> mistake) {
        if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
            mistake.accept("the " + what + " [" + words(given) + "] is not between " + shortest.toSeconds() + " s and "
                    + longest.toSeconds() + " s");
        } else if (given.toNanos() % Duration.ofMillis(STEP_MILLIS).toNanos() != 0) {
            mistake.accept("the " + what + " [" + words(given) + "] is not a multiple of " + STEP_MILLIS + " ms");
        }
    }

    /** In the words of an annotation: {@code 1500 ms}, {@code 2 s}. */
    private static String words(Duration duration) {
        if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            return duration.toSeconds() + " s";
        }
        boolean inMillis =
                duration.abs().compareTo(LONGEST_AGEING) < 0 && duration.equals(Duration.ofMillis(duration.toMillis()));
        return inMillis ? duration.toMillis() + " ms" : duration.toString();
    }

    /** As the kernel takes them, without the querier. */
    BridgeKind kind() {
        int delay = forwardDelay != null ? hundredths(forwardDelay) : stp ? BridgeKind.MIN_FORWARD_DELAY : 0;
        return new BridgeKind(
                stp,
                delay,
                hundredths(ageing),
                priority,
                vlanFiltering,
                multicastSnooping,
                multicastQuerier ? QUICK_QUERY_RESPONSE : BridgeKind.DEFAULT_QUERY_RESPONSE);
    }

    private static int hundredths(Duration duration) {
        return Math.toIntExact(duration.toMillis() / STEP_MILLIS);
    }
}
