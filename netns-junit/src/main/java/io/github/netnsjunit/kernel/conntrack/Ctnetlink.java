package io.github.netnsjunit.kernel.conntrack;

import io.github.netnsjunit.kernel.netlink.Nfnetlink;

/** The constants of {@code linux/netfilter/nfnetlink_conntrack.h}, with the kernel's names. */
final class Ctnetlink {

    static final short IPCTNL_MSG_CT_GET = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_CTNETLINK, 1);
    static final short IPCTNL_MSG_CT_DELETE = Nfnetlink.type(Nfnetlink.NFNL_SUBSYS_CTNETLINK, 2);

    static final int CTA_TUPLE_ORIG = 1;
    static final int CTA_TUPLE_REPLY = 2;
    static final int CTA_STATUS = 3;
    static final int CTA_PROTOINFO = 4;
    static final int CTA_TIMEOUT = 7;
    static final int CTA_ID = 12;

    static final int CTA_TUPLE_IP = 1;
    static final int CTA_TUPLE_PROTO = 2;

    static final int CTA_IP_V4_SRC = 1;
    static final int CTA_IP_V4_DST = 2;
    static final int CTA_IP_V6_SRC = 3;
    static final int CTA_IP_V6_DST = 4;

    static final int CTA_PROTO_NUM = 1;
    static final int CTA_PROTO_SRC_PORT = 2;
    static final int CTA_PROTO_DST_PORT = 3;
    static final int CTA_PROTO_ICMP_ID = 4;
    static final int CTA_PROTO_ICMP_TYPE = 5;
    static final int CTA_PROTO_ICMP_CODE = 6;
    static final int CTA_PROTO_ICMPV6_ID = 7;
    static final int CTA_PROTO_ICMPV6_TYPE = 8;
    static final int CTA_PROTO_ICMPV6_CODE = 9;

    static final int CTA_PROTOINFO_TCP = 1;
    static final int CTA_PROTOINFO_TCP_STATE = 1;

    /** Bits of {@link #CTA_STATUS}; in {@code linux/netfilter/nf_conntrack_common.h}. */
    static final int IPS_SEEN_REPLY = 1 << 1;

    static final int IPS_SRC_NAT = 1 << 4;
    static final int IPS_DST_NAT = 1 << 5;

    private Ctnetlink() {}
}
