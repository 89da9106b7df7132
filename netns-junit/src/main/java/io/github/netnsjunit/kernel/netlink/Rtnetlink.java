package io.github.netnsjunit.kernel.netlink;

/** The constants of rtnetlink(7), with the kernel's names. A comment above each group names the header file. */
public final class Rtnetlink {

    // linux/socket.h
    public static final int AF_UNSPEC = 0;
    public static final int AF_BRIDGE = 7;

    // linux/rtnetlink.h: messages
    public static final short RTM_NEWLINK = 16;
    public static final short RTM_DELLINK = 17;
    public static final short RTM_GETLINK = 18;
    public static final short RTM_SETLINK = 19;
    public static final short RTM_NEWADDR = 20;
    public static final short RTM_DELADDR = 21;
    public static final short RTM_GETADDR = 22;
    public static final short RTM_NEWROUTE = 24;
    public static final short RTM_DELROUTE = 25;
    public static final short RTM_GETROUTE = 26;
    public static final short RTM_NEWNEIGH = 28;
    public static final short RTM_DELNEIGH = 29;
    public static final short RTM_GETNEIGH = 30;
    public static final short RTM_NEWRULE = 32;
    public static final short RTM_DELRULE = 33;
    public static final short RTM_GETRULE = 34;
    public static final short RTM_NEWQDISC = 36;
    public static final short RTM_GETMULTICAST = 58;
    public static final short RTM_GETMDB = 86;

    // linux/rtnetlink.h: groups of notifications
    public static final int RTNLGRP_LINK = 1;
    public static final int RTNLGRP_IPV6_IFADDR = 9;

    // linux/if.h
    public static final int IFF_UP = 1;
    public static final int IFF_LOOPBACK = 1 << 3;
    public static final int IFF_NOARP = 1 << 7;
    public static final int IFF_LOWER_UP = 1 << 16;

    // linux/rtnetlink.h: struct ifinfomsg
    public static final int IFINFOMSG_LENGTH = 16;

    // linux/if_link.h
    public static final int IFLA_ADDRESS = 1;
    public static final int IFLA_IFNAME = 3;
    public static final int IFLA_MTU = 4;
    public static final int IFLA_LINK = 5;
    public static final int IFLA_MASTER = 10;
    public static final int IFLA_PROTINFO = 12;
    public static final int IFLA_TXQLEN = 13;
    public static final int IFLA_OPERSTATE = 16;
    public static final int IFLA_LINKINFO = 18;
    public static final int IFLA_STATS64 = 23;
    public static final int IFLA_AF_SPEC = 26;
    public static final int IFLA_NET_NS_FD = 28;
    public static final int IFLA_NUM_TX_QUEUES = 31;
    public static final int IFLA_NUM_RX_QUEUES = 32;
    public static final int IFLA_LINK_NETNSID = 37;
    public static final int IFLA_INFO_KIND = 1;
    public static final int IFLA_INFO_DATA = 2;

    // linux/if_addr.h
    public static final int IFADDRMSG_LENGTH = 8;
    public static final int IFA_ADDRESS = 1;
    public static final int IFA_LOCAL = 2;
    public static final int IFA_BROADCAST = 4;
    public static final int IFA_CACHEINFO = 6;
    public static final int IFA_MULTICAST = 7;
    public static final int IFA_FLAGS = 8;
    public static final int IFA_F_NODAD = 0x02;
    public static final int IFA_F_OPTIMISTIC = 0x04;
    public static final int IFA_F_DADFAILED = 0x08;
    public static final int IFA_F_TENTATIVE = 0x40;
    public static final int IFA_F_NOPREFIXROUTE = 0x200;

    // linux/rtnetlink.h: routes
    public static final int RTMSG_LENGTH = 12;
    public static final int RTNEXTHOP_LENGTH = 8;
    public static final int RTVIA_LENGTH = 2;
    public static final int RTA_DST = 1;
    public static final int RTA_OIF = 4;
    public static final int RTA_GATEWAY = 5;
    public static final int RTA_PRIORITY = 6;
    public static final int RTA_PREFSRC = 7;
    public static final int RTA_METRICS = 8;
    public static final int RTA_MULTIPATH = 9;
    public static final int RTA_TABLE = 15;
    public static final int RTA_VIA = 18;
    public static final int RT_TABLE_MAIN = 254;
    public static final int RTNH_F_ONLINK = 4;
    public static final int RTAX_MTU = 2;
    public static final int RTPROT_UNSPEC = 0;
    public static final int RTPROT_KERNEL = 2;
    public static final int RTPROT_BOOT = 3;
    public static final int RT_SCOPE_UNIVERSE = 0;
    public static final int RT_SCOPE_LINK = 253;
    public static final int RT_SCOPE_HOST = 254;
    public static final int RT_SCOPE_NOWHERE = 255;

    // linux/neighbour.h
    public static final int NDMSG_LENGTH = 12;
    public static final int NDA_DST = 1;
    public static final int NDA_LLADDR = 2;
    public static final int NDA_VLAN = 5;
    public static final int NDA_MASTER = 9;

    // linux/pkt_sched.h, linux/rtnetlink.h
    public static final int TC_H_ROOT = 0xFFFFFFFF;
    public static final int TCA_KIND = 1;

    private Rtnetlink() {}
}
