package io.github.netnsjunit.kernel;

/** The constants of the rtnetlink family, with the kernel's names, under the header that each group comes from. */
final class Rtnetlink {

    // linux/socket.h
    static final int AF_UNSPEC = 0;
    static final int AF_BRIDGE = 7;

    // linux/rtnetlink.h: messages
    static final short RTM_NEWLINK = 16;
    static final short RTM_DELLINK = 17;
    static final short RTM_GETLINK = 18;
    static final short RTM_NEWADDR = 20;
    static final short RTM_DELADDR = 21;
    static final short RTM_GETADDR = 22;
    static final short RTM_NEWROUTE = 24;
    static final short RTM_DELROUTE = 25;
    static final short RTM_GETROUTE = 26;
    static final short RTM_NEWNEIGH = 28;
    static final short RTM_DELNEIGH = 29;
    static final short RTM_GETNEIGH = 30;
    static final short RTM_NEWQDISC = 36;

    // linux/if.h
    static final int IFF_UP = 1;
    static final int IFF_LOWER_UP = 1 << 16;

    // linux/rtnetlink.h: struct ifinfomsg
    static final int IFINFOMSG_LENGTH = 16;

    // linux/if_link.h
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_OPERSTATE = 16;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_STATS64 = 23;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_LINK_NETNSID = 37;
    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;
    static final int IFLA_BR_FORWARD_DELAY = 1;
    static final int IFLA_BR_STP_STATE = 5;

    // linux/veth.h
    static final int VETH_INFO_PEER = 1;

    // linux/if_addr.h
    static final int IFADDRMSG_LENGTH = 8;
    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_F_NODAD = 0x02;

    // linux/rtnetlink.h: routes
    static final int RTMSG_LENGTH = 12;
    static final int RTNEXTHOP_LENGTH = 8;
    static final int RTVIA_LENGTH = 2;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_TABLE = 15;
    static final int RTA_VIA = 18;
    static final int RT_TABLE_MAIN = 254;
    static final int RTPROT_UNSPEC = 0;
    static final int RTPROT_BOOT = 3;
    static final int RT_SCOPE_UNIVERSE = 0;
    static final int RT_SCOPE_LINK = 253;
    static final int RT_SCOPE_HOST = 254;
    static final int RT_SCOPE_NOWHERE = 255;

    // linux/neighbour.h
    static final int NDMSG_LENGTH = 12;
    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_MASTER = 9;
    static final int NUD_PERMANENT = 0x80;

    // linux/pkt_sched.h, linux/rtnetlink.h
    static final int TC_H_ROOT = 0xFFFFFFFF;
    static final int TCA_KIND = 1;

    private Rtnetlink() {}
}
