package io.github.netnsjunit.lab.listing;

import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a namespace knew at one moment about the link-layer address of another host on a link, by ARP or neighbour discovery.
 *
 * @param address the other host's IP address
 * @param dev the interface that leads there; {@code null} if it vanished while the table was read
 * @param mac the other host's link-layer address; {@code null} while it is not known
 * @param states the states of the entry
 */
public record Neighbour(
        InetAddress address, @Nullable String dev, @Nullable String mac, Set<State> states) {

    public Neighbour {
        states = Set.copyOf(states);
    }

    /** The states of a neighbour entry, named as {@code ip neighbour} prints them; see arp(7) and {@code linux/neighbour.h}. */
    public enum State {
        INCOMPLETE,
        REACHABLE,
        STALE,
        DELAY,
        PROBE,
        FAILED,
        NOARP,
        PERMANENT
    }
}
