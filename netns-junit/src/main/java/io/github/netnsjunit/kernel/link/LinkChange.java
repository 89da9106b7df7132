package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/** One thing to change of a link, for {@link SetLink}. */
public sealed interface LinkChange {

    /** Writes the attribute that says so. */
    void write(AttributeWriter out);

    /** Brings it up or down. */
    record Up(boolean up) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            // in the flags of the header, which SetLink writes
        }

        @Override
        public String toString() {
            return up ? "up" : "down";
        }
    }

    /** Makes it a port of the bridge with this index, or, with 0, of none. */
    record Master(int index) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            out.putInt(Rtnetlink.IFLA_MASTER, index);
        }

        @Override
        public String toString() {
            return index == 0 ? "without master" : "with a master";
        }
    }

    /** Moves it into another network namespace, where it is down and has lost its addresses. */
    record Namespace(Descriptor namespace) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            out.putInt(Rtnetlink.IFLA_NET_NS_FD, namespace.number());
        }

        @Override
        public String toString() {
            return "into another namespace";
        }
    }
}
