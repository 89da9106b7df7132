package io.github.netnsjunit.kernel.netlink;

/** The form of messages to netfilter; see {@code linux/netfilter/nfnetlink.h}. */
public final class Nfnetlink {

    /** The connections that the kernel tracks. */
    public static final int NFNL_SUBSYS_CTNETLINK = 1;

    public static final int NFNL_SUBSYS_NFTABLES = 10;

    /** The size of {@code struct nfgenmsg}. */
    public static final int NFGENMSG_LENGTH = 4;

    private Nfnetlink() {}

    /** The type of a message of one part of netfilter. */
    public static short type(int subsystem, int message) {
        return (short) (subsystem << Byte.SIZE | message);
    }

    /** Writes {@code struct nfgenmsg}: family, version, and the resource in network order. */
    public static void header(AttributeWriter out, int family, int resource) {
        out.u8(family).u8(0).u8(resource >> Byte.SIZE).u8(resource);
    }
}
