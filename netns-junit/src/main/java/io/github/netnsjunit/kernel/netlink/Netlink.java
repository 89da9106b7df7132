package io.github.netnsjunit.kernel.netlink;

/** The constants of the netlink protocol, with the kernel's names. Where nothing else is said, they are in {@code linux/netlink.h}. */
public final class Netlink {

    public static final int NETLINK_ROUTE = 0;
    public static final int NETLINK_SOCK_DIAG = 4;
    public static final int NETLINK_NETFILTER = 12;
    public static final int NETLINK_GENERIC = 16;

    /** The level of the options below; in {@code linux/socket.h}. */
    public static final int SOL_NETLINK = 270;

    public static final int NETLINK_ADD_MEMBERSHIP = 1;
    public static final int NETLINK_CAP_ACK = 10;
    public static final int NETLINK_EXT_ACK = 11;
    public static final int NETLINK_GET_STRICT_CHK = 12;

    /** The size of {@code struct nlmsghdr}. */
    public static final int NLMSG_HDRLEN = 16;

    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLMSG_OVERRUN = 4;

    public static final int NLM_F_REQUEST = 0x01;
    public static final int NLM_F_ACK = 0x04;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    /** The flags of every request that adds something: the kernel makes it, and refuses if it exists already. */
    public static final int ADD = NLM_F_CREATE | NLM_F_EXCL;

    public static final int NLM_F_APPEND = 0x800;

    public static final int NLM_F_CAPPED = 0x100;
    public static final int NLM_F_ACK_TLVS = 0x200;

    public static final int NLMSGERR_ATTR_MSG = 1;
    public static final int NLMSGERR_ATTR_OFFS = 2;

    /** The size of {@code struct nlattr}. */
    public static final int NLA_HDRLEN = 4;

    public static final int NLA_TYPE_MASK = 0x3FFF;
    /** Marks an attribute that holds others. The kernel demands the mark for a few attributes only. */
    public static final int NLA_F_NESTED = 0x8000;

    private Netlink() {}

    /** Rounds up to a multiple of four, as {@code NLMSG_ALIGN} and {@code NLA_ALIGN} do. */
    public static int align(int length) {
        return (length + 3) & ~3;
    }
}
