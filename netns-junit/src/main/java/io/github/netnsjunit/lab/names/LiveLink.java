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
 * @param peerNamespace the id by which the kernel calls the other end's namespace; negative if that is the same one
 * @param master the number of the bridge whose port it is, 0 for none
 * @param addresses in the kernel's order
 */
public record LiveLink(
        Key.Link key,
        @Nullable String kind,
        int index,
        int peer,
        int peerNamespace,
        int master,
        List<InetAddress> addresses) {

    public LiveLink {
        addresses = List.copyOf(addresses);
    }

    /** Whether the two are the ends of one veth pair. */
    boolean isPeerOf(LiveLink other, PeerNamespaces namespaces) {
        return "veth".equals(kind)
                && "veth".equals(other.kind)
                && peer == other.index
                && other.peer == index
                && isIn(other.key.namespace(), namespaces);
    }

    /** Whether the other end is in this namespace. */
    private boolean isIn(String namespace, PeerNamespaces namespaces) {
        boolean same = namespace.equals(key.namespace());
        return peerNamespace < 0 ? same : !same && namespaces.id(key.namespace(), namespace) == peerNamespace;
    }

    /** Whether two lists have the same links, though perhaps with other addresses. */
    public static boolean sameLinks(List<LiveLink> one, List<LiveLink> other) {
        return withoutAddresses(one).equals(withoutAddresses(other));
    }

    private static List<LiveLink> withoutAddresses(List<LiveLink> links) {
        return links.stream()
                .map(link -> new LiveLink(
                        link.key, link.kind, link.index, link.peer, link.peerNamespace, link.master, List.of()))
                .toList();
    }

    /** Whether the other is the bridge whose port this is. */
    boolean isPortOf(LiveLink other) {
        return master == other.index && key.namespace().equals(other.key.namespace());
    }
}
