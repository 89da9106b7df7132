package io.github.netnsjunit.jupiter;

import io.github.netnsjunit.link.End;
import org.jspecify.annotations.Nullable;

/** What attributes of annotations mean that are left at their defaults, and what several annotations have in common. */
final class Attributes {

    private Attributes() {}

    /** A text, or null where it was left empty. */
    static @Nullable String orNull(String value) {
        return value.isEmpty() ? null : value;
    }

    /** The interface that an annotation describes. */
    static End end(String namespace, String name, String[] addresses, int mtu, String mac, boolean up, String master) {
        End end = End.of(namespace, name, addresses).mtu(mtu);
        end = mac.isEmpty() ? end : end.mac(mac);
        end = master.isEmpty() ? end : end.master(master);
        return up ? end : end.down();
    }
}
