package io.github.netnsjunit.kernel.nft;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A value that a rule can read into registers: of the packet, of its connection, or a constant.
 *
 * @param name the kernel's name of the expression that reads it
 * @param registers how many registers it takes
 * @param source writes where it is read from
 */
public record Load(String name, int registers, Consumer<AttributeWriter> source) {

    static final int NFTA_IMMEDIATE_DREG = 1;
    static final int NFTA_IMMEDIATE_DATA = 2;

    /** All of these expressions name the register that they fill in their first attribute. */
    private static final int DESTINATION = 1;

    private static final int NFTA_PAYLOAD_BASE = 2;
    private static final int NFTA_PAYLOAD_OFFSET = 3;
    private static final int NFTA_PAYLOAD_LEN = 4;

    private static final int NFTA_META_KEY = 2;
    private static final int NFTA_CT_KEY = 2;
    private static final int NFTA_CT_DIRECTION = 3;

    private static final int NFTA_EXTHDR_TYPE = 2;
    private static final int NFTA_EXTHDR_OFFSET = 3;
    private static final int NFTA_EXTHDR_LEN = 4;
    private static final int NFTA_EXTHDR_FLAGS = 5;
    private static final int NFTA_EXTHDR_OP = 6;
    private static final int NFT_EXTHDR_F_PRESENT = 1;
    private static final int NFT_EXTHDR_OP_IPV6 = 0;

    private static final int NFTA_NG_MODULUS = 2;
    private static final int NFTA_NG_TYPE = 3;

    private static final int NFTA_RT_KEY = 2;
    private static final int NFT_RT_TCPMSS = 3;

    private static final int NO_DIRECTION = -1;

    /** Bytes of the packet, from an offset of a header on; see NFT_PAYLOAD_NETWORK_HEADER and its like. */
    public static Load payload(int header, int offset, int length) {
        return of(
                "payload",
                length,
                out -> out.putBigEndian(NFTA_PAYLOAD_BASE, header)
                        .putBigEndian(NFTA_PAYLOAD_OFFSET, offset)
                        .putBigEndian(NFTA_PAYLOAD_LEN, length));
    }

    public static Load ip4Source() {
        return payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 12, 4);
    }

    public static Load ip4Destination() {
        return payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 16, 4);
    }

    public static Load ip6Source() {
        return payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 8, 16);
    }

    public static Load ip6Destination() {
        return payload(NfTables.NFT_PAYLOAD_NETWORK_HEADER, 24, 16);
    }

    /** The source port of TCP or UDP. */
    public static Load sourcePort() {
        return payload(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2);
    }

    /** The destination port of TCP or UDP. */
    public static Load destinationPort() {
        return payload(NfTables.NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2);
    }

    /** What the kernel knows of the packet beside its bytes; see NFT_META_MARK and its like. */
    public static Load meta(int key) {
        boolean name = key == NfTables.NFT_META_IIFNAME || key == NfTables.NFT_META_OIFNAME;
        return of("meta", name ? 16 : 4, out -> out.putBigEndian(NFTA_META_KEY, key));
    }

    /** The protocol in the packet: IPPROTO_TCP and its like. */
    public static Load protocol() {
        return meta(NfTables.NFT_META_L4PROTO);
    }

    /** What is known of the packet's connection: NFT_CT_STATE and its like. */
    public static Load connection(int key) {
        return connection(key, NO_DIRECTION);
    }

    /** The same in one of the connection's directions, IP_CT_DIR_ORIGINAL or IP_CT_DIR_REPLY. */
    public static Load connection(int key, int direction) {
        boolean ip6 = key == NfTables.NFT_CT_SRC_IP6 || key == NfTables.NFT_CT_DST_IP6;
        return of("ct", ip6 ? 16 : 4, out -> {
            out.putBigEndian(NFTA_CT_KEY, key);
            if (direction != NO_DIRECTION) {
                out.putByte(NFTA_CT_DIRECTION, direction);
            }
        });
    }

    /** 1 if the IPv6 packet has an extension header of a type, else 0. */
    public static Load hasIp6Header(int type) {
        return of(
                "exthdr",
                1,
                out -> out.putByte(NFTA_EXTHDR_TYPE, type)
                        .putBigEndian(NFTA_EXTHDR_OFFSET, 0)
                        .putBigEndian(NFTA_EXTHDR_LEN, 1)
                        .putBigEndian(NFTA_EXTHDR_FLAGS, NFT_EXTHDR_F_PRESENT)
                        .putBigEndian(NFTA_EXTHDR_OP, NFT_EXTHDR_OP_IPV6));
    }

    /** A number from 0 on that is smaller than a bound: by turns, or at random. In the processor's order of bytes. */
    public static Load number(int bound, boolean random) {
        return of(
                "numgen",
                4,
                out -> out.putBigEndian(NFTA_NG_MODULUS, bound).putBigEndian(NFTA_NG_TYPE, random ? 1 : 0));
    }

    /** The largest TCP segment that fits the way back and forth. Two bytes in the processor's order. */
    public static Load segmentSizeOfRoute() {
        return of("rt", 2, out -> out.putBigEndian(NFTA_RT_KEY, NFT_RT_TCPMSS));
    }

    /** A constant. */
    public static Load constant(byte... value) {
        return of("immediate", value.length, out -> Expression.value(out, NFTA_IMMEDIATE_DATA, value));
    }

    private static Load of(String name, int length, Consumer<AttributeWriter> source) {
        return new Load(name, Data.padded(length) / 4, source);
    }

    /** The expression that reads the value into a register and, if it is long, into those after it. */
    public Expression to(int register) {
        int number = Expression.register(register);
        return new Expression(name, out -> {
            out.putBigEndian(DESTINATION, number);
            source.accept(out);
        });
    }

    /** The expressions that read several values into the registers from one on, one after the other. */
    static List<Expression> all(int register, List<Load> loads) {
        List<Expression> all = new ArrayList<>();
        int next = register;
        for (Load load : loads) {
            all.add(load.to(next));
            next += load.registers;
        }
        return all;
    }

    /** How many registers some values take together. */
    public static int registersOf(List<Load> loads) {
        return loads.stream().mapToInt(Load::registers).sum();
    }
}
