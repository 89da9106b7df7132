package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;

/** A kind of link, with the attributes that only links of this kind have. */
public interface LinkKind {

    /** The kernel's name of the kind, as in {@code ip link add type}. */
    String name();

    /** Writes the kind's attributes, into {@code IFLA_INFO_DATA}. */
    default void write(AttributeWriter data) {}

    /** Whether {@code IFLA_INFO_DATA} is sent. */
    default boolean hasData() {
        return true;
    }

    /** What messages to users add behind the name of the link, such as {@code with VLAN 5}, after a space. Usually nothing. */
    default String details() {
        return "";
    }

    /** A kind without attributes of its own. */
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
