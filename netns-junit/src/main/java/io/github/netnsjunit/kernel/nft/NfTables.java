package io.github.netnsjunit.kernel.nft;

/** The constants of nf_tables that callers need, with the kernel's names. They are in {@code linux/netfilter/nf_tables.h} if nothing else is said. */
public final class NfTables {

    // linux/netfilter.h: hooks
    public static final int NF_INET_PRE_ROUTING = 0;
    public static final int NF_INET_LOCAL_IN = 1;
    public static final int NF_INET_FORWARD = 2;
    public static final int NF_INET_LOCAL_OUT = 3;
    public static final int NF_INET_POST_ROUTING = 4;
    public static final int NF_NETDEV_INGRESS = 0;

    // linux/netfilter_ipv4.h: priorities
    /** Before fragments are put together, which connection tracking does at -400. */
    public static final int BEFORE_DEFRAGMENTATION = -500;

    public static final int NF_IP_PRI_RAW = -300;
    public static final int NF_IP_PRI_MANGLE = -150;
    public static final int NF_IP_PRI_NAT_DST = -100;
    public static final int NF_IP_PRI_FILTER = 0;
    public static final int NF_IP_PRI_NAT_SRC = 100;

    // linux/netfilter.h, linux/netfilter/nf_tables.h: verdicts
    public static final int NF_DROP = 0;
    public static final int NF_ACCEPT = 1;
    public static final int NFT_JUMP = -3;
    public static final int NFT_GOTO = -4;
    public static final int NFT_RETURN = -5;

    /** IPv4 and IPv6, as NFT_META_NFPROTO has them; in {@code linux/netfilter.h}. */
    public static final int NFPROTO_IPV4 = 2;

    public static final int NFPROTO_IPV6 = 10;

    public static final int NFT_PAYLOAD_LL_HEADER = 0;
    public static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
    public static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

    public static final int NFT_META_LEN = 0;
    public static final int NFT_META_MARK = 3;
    public static final int NFT_META_IIFNAME = 6;
    public static final int NFT_META_OIFNAME = 7;
    public static final int NFT_META_NFPROTO = 15;
    public static final int NFT_META_L4PROTO = 16;

    public static final int NFT_CT_STATE = 0;
    public static final int NFT_CT_DIRECTION = 1;
    public static final int NFT_CT_STATUS = 2;
    public static final int NFT_CT_MARK = 3;
    public static final int NFT_CT_PROTO_SRC = 11;
    public static final int NFT_CT_PROTO_DST = 12;
    public static final int NFT_CT_SRC_IP = 19;
    public static final int NFT_CT_DST_IP = 20;
    public static final int NFT_CT_SRC_IP6 = 21;
    public static final int NFT_CT_DST_IP6 = 22;

    /** The bits of NFT_CT_STATE; see {@code linux/netfilter/nf_conntrack_common.h}. */
    public static final int CT_STATE_INVALID = 1;

    public static final int CT_STATE_ESTABLISHED = 1 << 1;
    public static final int CT_STATE_RELATED = 1 << 2;
    public static final int CT_STATE_NEW = 1 << 3;

    /** The bits of NFT_CT_STATUS; see {@code linux/netfilter/nf_conntrack_common.h}. */
    public static final int IPS_SRC_NAT = 1 << 4;

    public static final int IPS_DST_NAT = 1 << 5;

    /** The values of NFT_CT_DIRECTION; see {@code linux/netfilter/nf_conntrack_tuple_common.h}. */
    public static final int IP_CT_DIR_ORIGINAL = 0;

    public static final int IP_CT_DIR_REPLY = 1;

    public static final int NFT_CMP_EQ = 0;
    public static final int NFT_CMP_NEQ = 1;

    /** The flags of translations; see {@code linux/netfilter/nf_nat.h}. */
    public static final int NF_NAT_RANGE_PROTO_RANDOM = 1 << 2;

    public static final int NF_NAT_RANGE_PERSISTENT = 1 << 3;
    public static final int NF_NAT_RANGE_PROTO_RANDOM_FULLY = 1 << 4;
    public static final int NF_NAT_RANGE_NETMAP = 1 << 6;

    public static final int NFT_SET_INTERVAL = 0x4;
    public static final int NFT_SET_TIMEOUT = 0x10;
    /** The rules themselves add elements: {@code flags dynamic}. */
    public static final int NFT_SET_EVAL = 0x20;

    public static final int NFT_REJECT_ICMP_UNREACH = 0;
    public static final int NFT_REJECT_TCP_RST = 1;

    private NfTables() {}
}
