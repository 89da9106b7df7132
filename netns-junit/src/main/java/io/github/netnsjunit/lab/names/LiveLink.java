package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.topology.Key;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel said of an interface at one moment, as far as names depend on it.
 *
 * @param key where it was and what it was called
 * @param kind as in {@code ip link add type}; null for one without a kind, such as {@code lo}
 * @param index the kernel's number for it, in its namespace
 * @param peer the number of the other end of a veth pair, in that end's namespace
 * @param master the number of the bridge whose port it is, 0 for none
 * @param addresses in the kernel's order
 */
public record LiveLink(
        Key.Link key, @Nullable String kind, int index, int peer, int master, List<InetAddress> addresses) {

    public LiveLink {
        addresses = List.copyOf(addresses);
    }

    /** Whether the two are the ends of one veth pair, as far as their numbers tell. */
    boolean mayBePeerOf(LiveLink other) {
        return "veth".equals(kind)
                && "veth".equals(other.kind)
                && !equals(other)
                && peer == other.index
                && other.peer == index;
    }

    /** Whether the other is the bridge whose port this is. */
    boolean isPortOf(LiveLink other) {
        return master == other.index && key.namespace().equals(other.key.namespace());
    }
}
