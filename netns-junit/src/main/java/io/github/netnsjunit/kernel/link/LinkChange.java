package io.github.netnsjunit.kernel.link;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import org.jspecify.annotations.Nullable;

/** A change of one property of a link, for {@link SetLink}. */
public sealed interface LinkChange {

    /** Writes the attribute for the change. */
    void write(AttributeWriter out);

    /** Brings the link up or down. */
    record Up(boolean up) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            // not an attribute: SetLink writes it into the flags of the header
        }

        @Override
        public String toString() {
            return up ? "up" : "down";
        }
    }

    /** Makes the link a port of the bridge with this index. With 0, the link is no longer a port. */
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

    /**
     * Gives the link an MTU and a MAC address.
     *
     * @param mtu in bytes, 0 to leave it as it is
     * @param mac null to leave it as it is
     */
    record Hardware(int mtu, @Nullable MacAddress mac) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            NewInterface.writeHardware(out, mtu, mac);
        }

        @Override
        public String toString() {
            return (mtu == 0 ? "" : "mtu " + mtu)
                    + (mtu == 0 || mac == null ? "" : ", ")
                    + (mac == null ? "" : "address " + mac);
        }
    }

    /** Lets so many packets wait to be sent. */
    record QueueLength(int packets) implements LinkChange {
        @Override
        public void write(AttributeWriter out) {
            out.putInt(Rtnetlink.IFLA_TXQLEN, packets);
        }

        @Override
        public String toString() {
            return "txqueuelen " + packets;
        }
    }

    /** Moves the link into another network namespace. There it is down, and it has lost its addresses. */
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
