package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.topology.PortVlans;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a bridge does apart from forwarding frames. Durations are multiples of 10 ms.
 *
 * @param stp whether the bridge speaks the spanning tree protocol
 * @param forwardDelay how long a port only listens, and then how long it only learns, before it forwards frames: 2 s to 30 s;
 *     {@code null} for 2 s. Without the spanning tree protocol, ports forward at once
 * @param ageing how long the bridge remembers behind which port an address is, if it does not see the address again: up to 1 000 000 s.
 *     With zero it forgets at once, and so sends every frame to all ports
 * @param priority the bridge with the lowest priority becomes the root of the spanning tree: 0 to 65535
 * @param vlanFiltering whether the bridge keeps VLANs apart
 * @param vlans the VLANs of the bridge's own interface, if it filters VLANs
 * @param multicastSnooping whether the bridge sends the frames of a multicast group only to its members, if there is a querier
 * @param multicastQuerier whether the bridge is itself the querier, which asks regularly who is in which group
 * @param awaitForwarding whether a lab is made only when each port forwards, or is blocked by the spanning tree protocol
 */
public record BridgeOptions(
        boolean stp,
        @Nullable Duration forwardDelay,
        Duration ageing,
        int priority,
        boolean vlanFiltering,
        PortVlans vlans,
        boolean multicastSnooping,
        boolean multicastQuerier,
        boolean awaitForwarding) {

    /**
     * The kernel's defaults, except for the forward delay: 2 s with the spanning tree protocol (the kernel takes 15 s), and
     * none without it.
     */
    public static final BridgeOptions DEFAULT = new BridgeOptions(
            false,
            null,
            Duration.ofMillis(10L * BridgeKind.DEFAULT_AGEING),
            BridgeKind.DEFAULT_PRIORITY,
            false,
            PortVlans.DEFAULT,
            true,
            false,
            false);

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(10L * BridgeKind.MIN_FORWARD_DELAY);
    private static final Duration LONGEST_DELAY = Duration.ofMillis(10L * BridgeKind.MAX_FORWARD_DELAY);

    /** See IEEE 802.1D-2004, table 7-5. The kernel itself would accept values that overflow. */
    private static final Duration LONGEST_AGEING = Duration.ofSeconds(1_000_000);

    /** The kernel counts such durations in {@code USER_HZ}, hundredths of a second. */
    private static final int STEP_MILLIS = 10;

    private static final int HIGHEST_PRIORITY = 65_535;

    /**
     * A tenth of a second, the shortest response time that an IGMP query can ask for. A new querier sends a group's frames to all ports
     * until this time is over. The kernel's default would be 10 s.
     */
    private static final int QUICK_QUERY_RESPONSE = 10;

    public BridgeOptions {
        requireNonNull(ageing, "ageing");
        requireNonNull(vlans, "vlans");
    }

    /** The same with the spanning tree protocol; see {@link BridgeLink#withStp()}. */
    public BridgeOptions withStp() {
        return new BridgeOptions(
                true,
                forwardDelay,
                ageing,
                priority,
                vlanFiltering,
                vlans,
                multicastSnooping,
                multicastQuerier,
                awaitForwarding);
    }

    /** The same with another forward delay; see {@link BridgeLink#forwardDelay(Duration)}. */
    public BridgeOptions forwardDelay(Duration delay) {
        return new BridgeOptions(
                stp,
                delay,
                ageing,
                priority,
                vlanFiltering,
                vlans,
                multicastSnooping,
                multicastQuerier,
                awaitForwarding);
    }

    /** The same with another ageing time; see {@link BridgeLink#ageing(Duration)}. */
    public BridgeOptions ageing(Duration time) {
        return new BridgeOptions(
                stp,
                forwardDelay,
                time,
                priority,
                vlanFiltering,
                vlans,
                multicastSnooping,
                multicastQuerier,
                awaitForwarding);
    }

    /** The same with another priority, 0 to 65535; see {@link BridgeLink#priority(int)}. */
    public BridgeOptions priority(int number) {
        return new BridgeOptions(
                stp,
                forwardDelay,
                ageing,
                number,
                vlanFiltering,
                vlans,
                multicastSnooping,
                multicastQuerier,
                awaitForwarding);
    }

    /** The same, but VLANs are kept apart; see {@link BridgeLink#withVlanFiltering()}. */
    public BridgeOptions withVlanFiltering() {
        return new BridgeOptions(
                stp, forwardDelay, ageing, priority, true, vlans, multicastSnooping, multicastQuerier, awaitForwarding);
    }

    /** The same with other VLANs of the bridge's own interface. */
    public BridgeOptions vlans(PortVlans own) {
        return new BridgeOptions(
                stp,
                forwardDelay,
                ageing,
                priority,
                vlanFiltering,
                own,
                multicastSnooping,
                multicastQuerier,
                awaitForwarding);
    }

    /** The same, but the frames of a multicast group are sent to all ports. */
    public BridgeOptions withoutMulticastSnooping() {
        return new BridgeOptions(
                stp, forwardDelay, ageing, priority, vlanFiltering, vlans, false, multicastQuerier, awaitForwarding);
    }

    /** The same with a multicast querier; see {@link BridgeLink#withMulticastQuerier()}. */
    public BridgeOptions withMulticastQuerier() {
        return new BridgeOptions(
                stp, forwardDelay, ageing, priority, vlanFiltering, vlans, multicastSnooping, true, awaitForwarding);
    }

    /** The same, but a lab waits until it forwards; see {@link BridgeLink#awaitForwarding()}. */
    public BridgeOptions waiting() {
        return new BridgeOptions(
                stp, forwardDelay, ageing, priority, vlanFiltering, vlans, multicastSnooping, multicastQuerier, true);
    }

    /** Reports what is wrong with the options. */
    void check(Consumer<String> mistake) {
        if (forwardDelay != null) {
            checkDuration("forward delay", forwardDelay, SHORTEST_DELAY, LONGEST_DELAY, mistake);
            if (!stp) {
                mistake.accept("the forward delay [" + text(forwardDelay)
                        + "] counts only with the spanning tree protocol; turn it on (stp)");
            }
        }
        checkDuration("ageing time", ageing, Duration.ZERO, LONGEST_AGEING, mistake);
        if (priority < 0 || priority > HIGHEST_PRIORITY) {
            mistake.accept("the priority [" + priority + "] is not between 0 and " + HIGHEST_PRIORITY);
        }
        Vlans.check(vlans, vlanFiltering, "the bridge's own interface", mistake);
        if (awaitForwarding && !stp) {
            mistake.accept(
                    "without the spanning tree protocol there is nothing to wait for [awaitForwarding]; turn it on"
                            + " (stp)");
        }
        if (multicastQuerier && !multicastSnooping) {
            mistake.accept("a multicast querier needs multicast snooping, which is turned off");
        }
    }

    private static void checkDuration(
            String what, Duration given, Duration shortest, Duration longest, Consumer<String> mistake) {
        if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
            mistake.accept("the " + what + " [" + text(given) + "] is not between " + shortest.toSeconds() + " s and "
                    + longest.toSeconds() + " s");
        } else if (given.toNanos() % Duration.ofMillis(STEP_MILLIS).toNanos() != 0) {
            mistake.accept("the " + what + " [" + text(given) + "] is not a multiple of " + STEP_MILLIS + " ms");
        }
    }

    /** Writes a duration as in an annotation: {@code 1500 ms}, {@code 2 s}. */
    private static String text(Duration duration) {
        if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            return duration.toSeconds() + " s";
        }
        boolean inMillis =
                duration.abs().compareTo(LONGEST_AGEING) < 0 && duration.equals(Duration.ofMillis(duration.toMillis()));
        return inMillis ? duration.toMillis() + " ms" : duration.toString();
    }

    /** The kernel's description of such a bridge. Whether it is the querier is not part of it. */
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
