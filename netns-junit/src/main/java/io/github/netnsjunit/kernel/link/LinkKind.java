package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/** A kind of link, and what it has beyond what all links have. */
public interface LinkKind {

    /** The name by which the kernel knows the kind, as {@code ip link add type} takes it. */
    String name();

    /** Writes the attributes of {@code IFLA_INFO_DATA}, if the kind has any. */
    default void write(AttributeWriter data) {}

    /** Whether {@code IFLA_INFO_DATA} is sent at all. */
    default boolean hasData() {
        return true;
    }

    /** What a message adds to the name of the link, with a space in front; nothing, as a rule. */
    default String details() {
        return "";
    }

    /** A kind of which nothing else is said. */
    static LinkKind of(String name) {
        record Plain(String name) implements LinkKind {
            @Override
            public boolean hasData() {
                return false;
            }
        }
        return new Plain(name);
    }
}
