package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.time.Duration;

/** What a rule does with a packet that it matches. */
public final class Action {

    /** Says that a translation leaves something as it is. */
    public static final int NO_REGISTER = -1;

    private static final int NFTA_NAT_TYPE = 1;
    private static final int NFTA_NAT_FAMILY = 2;
    private static final int NFTA_NAT_REG_ADDR_MIN = 3;
    private static final int NFTA_NAT_REG_ADDR_MAX = 4;
    private static final int NFTA_NAT_REG_PROTO_MIN = 5;
    private static final int NFTA_NAT_REG_PROTO_MAX = 6;
    private static final int NFTA_NAT_FLAGS = 7;
    private static final int NFT_NAT_SNAT = 0;
    private static final int NFT_NAT_DNAT = 1;

    private static final int NFTA_MASQ_FLAGS = 1;
    private static final int NFTA_MASQ_REG_PROTO_MIN = 2;
    private static final int NFTA_MASQ_REG_PROTO_MAX = 3;

    private static final int NFTA_REDIR_REG_PROTO_MIN = 1;
    private static final int NFTA_REDIR_REG_PROTO_MAX = 2;
    private static final int NFTA_REDIR_FLAGS = 3;

    private static final int NFTA_REJECT_TYPE = 1;
    private static final int NFTA_REJECT_ICMP_CODE = 2;

    private static final int NFTA_LIMIT_RATE = 1;
    private static final int NFTA_LIMIT_UNIT = 2;
    private static final int NFTA_LIMIT_BURST = 3;
    private static final int NFTA_LIMIT_TYPE = 4;
    private static final int NFTA_LIMIT_FLAGS = 5;
    private static final int NFT_LIMIT_F_INV = 1;

    private static final int NFTA_COUNTER_BYTES = 1;
    private static final int NFTA_COUNTER_PACKETS = 2;

    private static final int NFTA_META_KEY = 2;
    private static final int NFTA_META_SREG = 3;
    private static final int NFTA_CT_KEY = 2;
    private static final int NFTA_CT_SREG = 4;

    private static final int NFTA_BYTEORDER_SREG = 1;
    private static final int NFTA_BYTEORDER_DREG = 2;
    private static final int NFTA_BYTEORDER_OP = 3;
    private static final int NFTA_BYTEORDER_LEN = 4;
    private static final int NFTA_BYTEORDER_SIZE = 5;
    private static final int NFT_BYTEORDER_HTON = 1;

    private static final int NFTA_EXTHDR_TYPE = 2;
    private static final int NFTA_EXTHDR_OFFSET = 3;
    private static final int NFTA_EXTHDR_LEN = 4;
    private static final int NFTA_EXTHDR_OP = 6;
    private static final int NFTA_EXTHDR_SREG = 7;
    private static final int NFT_EXTHDR_OP_TCPOPT = 1;
    private static final int TCPOPT_MAXSEG = 2;

    private static final int NFTA_OBJREF_IMM_TYPE = 1;
    private static final int NFTA_OBJREF_IMM_NAME = 2;

    private Action() {}

    /**
     * The registers from which a translation takes the new address and port. Without the last ones, it is one address, or one port.
     *
     * @param address the register of the first address, or {@link #NO_REGISTER}
     * @param lastAddress the register of the last address, or {@link #NO_REGISTER}
     * @param port the register of the first port, or {@link #NO_REGISTER}
     * @param lastPort the register of the last port, or {@link #NO_REGISTER}
     */
    public record Target(int address, int lastAddress, int port, int lastPort) {

        public static Target address(int address) {
            return new Target(address, NO_REGISTER, NO_REGISTER, NO_REGISTER);
        }

        public static Target addressAndPort(int address, int port) {
            return new Target(address, NO_REGISTER, port, NO_REGISTER);
        }

        public static Target ports(int port, int lastPort) {
            return new Target(NO_REGISTER, NO_REGISTER, port, lastPort);
        }
    }

    public static Expression accept() {
        return Expression.verdict(NfTables.NF_ACCEPT);
    }

    public static Expression drop() {
        return Expression.verdict(NfTables.NF_DROP);
    }

    /** Goes on in another chain, and after its end with the rule after this one. */
    public static Expression jump(String chain) {
        return Expression.verdict(NfTables.NFT_JUMP, chain);
    }

    public static Expression returnToCaller() {
        return Expression.verdict(NfTables.NFT_RETURN);
    }

    /**
     * Gives the packet another source.
     *
     * @param family {@link NftFamily#IP} or {@link NftFamily#IP6}, also in a table for both
     */
    public static Expression sourceNat(NftFamily family, Target to, int flags) {
        return nat(NFT_NAT_SNAT, family, to, flags);
    }

    /**
     * Gives the packet another destination.
     *
     * @param family {@link NftFamily#IP} or {@link NftFamily#IP6}, also in a table for both
     */
    public static Expression destinationNat(NftFamily family, Target to, int flags) {
        return nat(NFT_NAT_DNAT, family, to, flags);
    }

    private static Expression nat(int type, NftFamily family, Target to, int flags) {
        return new Expression("nat", out -> {
            out.putBigEndian(NFTA_NAT_TYPE, type).putBigEndian(NFTA_NAT_FAMILY, family.number());
            register(out, NFTA_NAT_REG_ADDR_MIN, to.address());
            register(out, NFTA_NAT_REG_ADDR_MAX, to.lastAddress());
            register(out, NFTA_NAT_REG_PROTO_MIN, to.port());
            register(out, NFTA_NAT_REG_PROTO_MAX, to.lastPort());
            flags(out, NFTA_NAT_FLAGS, flags);
        });
    }

    /** Gives the packet the address of the interface through which it leaves, and a port of the target. */
    public static Expression masquerade(Target ports, int flags) {
        return new Expression("masq", out -> {
            flags(out, NFTA_MASQ_FLAGS, flags);
            register(out, NFTA_MASQ_REG_PROTO_MIN, ports.port());
            register(out, NFTA_MASQ_REG_PROTO_MAX, ports.lastPort());
        });
    }

    /** The same, with the port that the packet has, if it is free. */
    public static Expression masquerade() {
        return masquerade(Target.ports(NO_REGISTER, NO_REGISTER), 0);
    }

    /** Sends the packet to the machine that it arrived at, to a port of the target. */
    public static Expression redirect(Target ports, int flags) {
        return new Expression("redir", out -> {
            register(out, NFTA_REDIR_REG_PROTO_MIN, ports.port());
            register(out, NFTA_REDIR_REG_PROTO_MAX, ports.lastPort());
            flags(out, NFTA_REDIR_FLAGS, flags);
        });
    }

    /** Drops the packet and tells its sender, with an ICMP or ICMPv6 error of type "unreachable" and this code. */
    public static Expression rejectWithIcmp(int code) {
        return reject(NfTables.NFT_REJECT_ICMP_UNREACH, code);
    }

    /** Drops the TCP segment and resets its connection. */
    public static Expression rejectWithReset() {
        return reject(NfTables.NFT_REJECT_TCP_RST, 0);
    }

    private static Expression reject(int type, int code) {
        return new Expression(
                "reject", out -> out.putBigEndian(NFTA_REJECT_TYPE, type).putByte(NFTA_REJECT_ICMP_CODE, code));
    }

    /**
     * Lets packets through up to a rate. For those above it, the rule ends here.
     *
     * @param packets how many in each {@code per}
     * @param per in whole seconds
     * @param burst how many may come at once
     * @param over whether it is the other way round: the rule goes on with the packets above the rate
     */
    public static Expression limit(long packets, Duration per, int burst, boolean over) {
        return new Expression(
                "limit",
                out -> out.putBigEndian(NFTA_LIMIT_RATE, packets)
                        .putBigEndian(NFTA_LIMIT_UNIT, per.toSeconds())
                        .putBigEndian(NFTA_LIMIT_BURST, burst)
                        .putBigEndian(NFTA_LIMIT_TYPE, 0)
                        .putBigEndian(NFTA_LIMIT_FLAGS, over ? NFT_LIMIT_F_INV : 0));
    }

    /** Counts packets and bytes. */
    public static Expression count() {
        return new Expression(
                "counter", out -> out.putBigEndian(NFTA_COUNTER_BYTES, 0L).putBigEndian(NFTA_COUNTER_PACKETS, 0L));
    }

    /** Counts packets and bytes in a counter of the table; see {@link NftTable#addCounter}. */
    public static Expression countIn(String counter) {
        return new Expression(
                "objref",
                out -> out.putBigEndian(NFTA_OBJREF_IMM_TYPE, NftTable.NFT_OBJECT_COUNTER)
                        .putString(NFTA_OBJREF_IMM_NAME, counter));
    }

    /** Sets NFT_META_MARK or the like to the value of a register. */
    public static Expression setMeta(int key, int register) {
        return new Expression(
                "meta",
                out -> out.putBigEndian(NFTA_META_KEY, key)
                        .putBigEndian(NFTA_META_SREG, Expression.register(register)));
    }

    /** Sets NFT_CT_MARK to the value of a register. */
    public static Expression setConnection(int key, int register) {
        return new Expression(
                "ct",
                out -> out.putBigEndian(NFTA_CT_KEY, key).putBigEndian(NFTA_CT_SREG, Expression.register(register)));
    }

    /** Turns two bytes of a register from the processor's order into that of the network. */
    public static Expression toNetworkOrder(int register) {
        return new Expression("byteorder", out -> {
            out.putBigEndian(NFTA_BYTEORDER_SREG, Expression.register(register))
                    .putBigEndian(NFTA_BYTEORDER_DREG, Expression.register(register))
                    .putBigEndian(NFTA_BYTEORDER_OP, NFT_BYTEORDER_HTON)
                    .putBigEndian(NFTA_BYTEORDER_LEN, 2)
                    .putBigEndian(NFTA_BYTEORDER_SIZE, 2);
        });
    }

    /** Lowers the largest segment size that a TCP SYN announces, to that of a register; two bytes in network order. */
    public static Expression lowerSegmentSize(int register) {
        return new Expression(
                "exthdr",
                out -> out.putByte(NFTA_EXTHDR_TYPE, TCPOPT_MAXSEG)
                        .putBigEndian(NFTA_EXTHDR_OFFSET, 2)
                        .putBigEndian(NFTA_EXTHDR_LEN, 2)
                        .putBigEndian(NFTA_EXTHDR_OP, NFT_EXTHDR_OP_TCPOPT)
                        .putBigEndian(NFTA_EXTHDR_SREG, Expression.register(register)));
    }

    private static void register(AttributeWriter out, int type, int register) {
        if (register != NO_REGISTER) {
            out.putBigEndian(type, Expression.register(register));
        }
    }

    private static void flags(AttributeWriter out, int type, int flags) {
        if (flags != 0) {
            out.putBigEndian(type, flags);
        }
    }
}
