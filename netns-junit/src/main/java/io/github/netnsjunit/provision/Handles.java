package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.topology.Key;
import java.util.List;
import java.util.Optional;

/**
 * What a step can ask about the live network while it is performed or undone: interface indexes, the descriptors of namespaces,
 * and what the kernel lists.
 */
public interface Handles {

    /** The interface index for a link that is about to be made; 0 lets the kernel choose. */
    int newIndex(Key.Link link);

    /** The interface index of an existing link. */
    int index(Key.Link link);

    /** The interface index of a link that these steps have made; empty if they have not made it, or not yet. */
    Optional<Integer> made(Key.Link link);

    /** What the kernel lists in a namespace. */
    <T> List<T> list(String namespace, NetlinkDump<T> dump);

    /** A service that was started before. */
    Server service(Key key);

    /** The descriptor of a namespace. */
    Descriptor namespace(String name);
}
