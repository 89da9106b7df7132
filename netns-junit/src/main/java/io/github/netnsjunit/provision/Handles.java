package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.topology.Key;
import java.util.List;
import java.util.Optional;

/** What a step, or the taking back of it, can ask about the network: what the kernel knows namespaces and interfaces by, and what it lists. */
public interface Handles {

    /** The interface index that a link which is about to be made shall have; 0 lets the kernel choose. */
    int newIndex(Key.Link link);

    /** The interface index of a link that there is. */
    int index(Key.Link link);

    /** The interface index of a link that these steps have made; empty if they have not, or not yet. */
    Optional<Integer> made(Key.Link link);

    /** What the kernel lists in a namespace. */
    <T> List<T> list(String namespace, NetlinkDump<T> dump);

    /** The descriptor of a namespace. */
    Descriptor namespace(String name);
}
