package io.github.netnsjunit.kernel.system;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.link.LinkHeader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Asks for a link or a queueing discipline of a kind with nothing but its name, to learn whether the kernel knows the kind: it
 * refuses an unknown one with an errno of its own, and a known one at most for what is missing. For scratch namespaces.
 */
public sealed interface TryKind extends NetlinkRequest {

    /** The kind, as {@code ip} and {@code tc} write it. */
    String kind();

    /** Whether an errno says that the kernel does not know the kind, or has nothing of the sort at all. */
    boolean isUnknown(int errno);

    /** Whether an errno says that the kernel knows the kind: more of it must be said, or what was asked for is there already. */
    default boolean isKnown(int errno) {
        return errno == Errno.EINVAL || errno == Errno.EEXIST;
    }

    @Override
    default int flags() {
        return Netlink.ADD;
    }

    /**
     * {@code ip link add type KIND}.
     *
     * @param kind such as {@code dummy}
     */
    record Link(String kind) implements TryKind {

        @Override
        public short type() {
            return Rtnetlink.RTM_NEWLINK;
        }

        @Override
        public void write(AttributeWriter out) {
            LinkHeader.write(out, 0, 0, 0);
            out.putString(Rtnetlink.IFLA_IFNAME, "try0");
            LinkHeader.kind(out, kind);
        }

        /** {@code rtnl_newlink} in {@code net/core/rtnetlink.c}. */
        @Override
        public boolean isUnknown(int errno) {
            return errno == Errno.EOPNOTSUPP;
        }

        @Override
        public String toString() {
            return "add a link of type " + kind;
        }
    }

    /** {@code ip link add type bridge vlan_filtering 1}: a bridge may be known, and VLANs not. */
    record FilteringBridge() implements TryKind {

        @Override
        public String kind() {
            return "bridge with vlan_filtering";
        }

        @Override
        public short type() {
            return Rtnetlink.RTM_NEWLINK;
        }

        @Override
        public void write(AttributeWriter out) {
            LinkHeader.write(out, 0, 0, 0);
            out.putString(Rtnetlink.IFLA_IFNAME, "try0");
            LinkHeader.kind(out, "bridge", () -> out.putByte(Rtnetlink.IFLA_BR_VLAN_FILTERING, 1));
        }

        /** {@code br_vlan_filter_toggle} in {@code net/bridge/br_private.h}, without CONFIG_BRIDGE_VLAN_FILTERING. */
        @Override
        public boolean isUnknown(int errno) {
            return errno == Errno.EOPNOTSUPP;
        }

        @Override
        public String toString() {
            return "add a bridge that filters VLANs";
        }
    }

    /**
     * {@code tc qdisc add dev lo root KIND}.
     *
     * @param kind such as {@code netem}
     */
    record QueueingDiscipline(String kind) implements TryKind {

        private static final int LOOPBACK = 1;

        @Override
        public short type() {
            return Rtnetlink.RTM_NEWQDISC;
        }

        @Override
        public void write(AttributeWriter out) {
            // struct tcmsg of linux/rtnetlink.h: family, padding, interface, handle, parent, info
            out.u8(Rtnetlink.AF_UNSPEC)
                    .u8(0)
                    .u16(0)
                    .u32(LOOPBACK)
                    .u32(0)
                    .u32(Rtnetlink.TC_H_ROOT)
                    .u32(0);
            out.putString(Rtnetlink.TCA_KIND, kind);
        }

        /** {@code qdisc_create} in {@code net/sched/sch_api.c}; without CONFIG_NET_SCHED nothing answers at all. */
        @Override
        public boolean isUnknown(int errno) {
            return errno == Errno.ENOENT || errno == Errno.EOPNOTSUPP;
        }

        @Override
        public String toString() {
            return "add a queueing discipline " + kind;
        }
    }
}
