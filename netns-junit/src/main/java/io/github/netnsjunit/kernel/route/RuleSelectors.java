package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which packets a policy rule is for: those for which all of this holds. See {@code linux/fib_rules.h}.
 *
 * @param from the network of the sender; null for all
 * @param to the network of the destination; null for all
 * @param iif the name of the interface by which they arrived, {@code lo} for those that are sent here; null for all
 * @param oif the name of the interface that the sender's socket is bound to; null for all
 * @param mark their mark, of which the bits of the mask are compared; a mask of 0 is for all
 * @param mask which bits of the mark are compared
 * @param protocol {@code IPPROTO_…} of {@code linux/in.h}; 0 for all
 * @param sourcePorts null for all
 * @param ports those of the destination; null for all
 * @param uids the users whose sockets sent them; null for all. It is only read, and never written
 */
public record RuleSelectors(
        @Nullable IpNetwork from,
        @Nullable IpNetwork to,
        @Nullable String iif,
        @Nullable String oif,
        int mark,
        int mask,
        int protocol,
        @Nullable Ports sourcePorts,
        @Nullable Ports ports,
        @Nullable Uids uids) {

    /** All packets. */
    public static final RuleSelectors ALL = new RuleSelectors(null, null, null, null, 0, 0, 0, null, null, null);

    private static final int FRA_DST = 1;
    private static final int FRA_SRC = 2;
    private static final int FRA_IIFNAME = 3;
    private static final int FRA_FWMARK = 10;
    private static final int FRA_FWMASK = 16;
    private static final int FRA_OIFNAME = 17;
    private static final int FRA_IP_PROTO = 22;
    private static final int FRA_UID_RANGE = 20;
    private static final int FRA_SPORT_RANGE = 23;
    private static final int FRA_DPORT_RANGE = 24;

    private static final int ALL_BITS = -1;

    /** The ports from the first to the last, 1 to 65535: {@code struct fib_rule_port_range}. */
    public record Ports(int first, int last) {

        private byte[] bytes() {
            return ByteBuffer.allocate(2 * Short.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) first)
                    .putShort((short) last)
                    .array();
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** The users from the first to the last, each a number without a sign: {@code struct fib_rule_uid_range}. */
    public record Uids(int first, int last) {
        @Override
        public String toString() {
            return Integer.toUnsignedString(first) + "-" + Integer.toUnsignedString(last);
        }
    }

    public RuleSelectors {
        from = from == null || from.isDefault() ? null : from;
        to = to == null || to.isDefault() ? null : to;
    }

    void write(AttributeWriter out) {
        if (from != null) {
            out.putAddress(FRA_SRC, from.address());
        }
        if (to != null) {
            out.putAddress(FRA_DST, to.address());
        }
        if (iif != null) {
            out.putString(FRA_IIFNAME, iif);
        }
        if (mask != 0) {
            out.putInt(FRA_FWMARK, mark);
        }
        if (mask != 0 && (mask != ALL_BITS || mark == 0)) { // the kernel takes all bits of a mark that is not 0
            out.putInt(FRA_FWMASK, mask);
        }
        if (protocol != 0) {
            out.putByte(FRA_IP_PROTO, protocol);
        }
        if (sourcePorts != null) {
            out.putBytes(FRA_SPORT_RANGE, sourcePorts.bytes());
        }
        if (ports != null) {
            out.putBytes(FRA_DPORT_RANGE, ports.bytes());
        }
        if (oif != null) {
            out.putString(FRA_OIFNAME, oif);
        }
    }

    /** The same with what one attribute of a listed rule says; null if the attribute is none of a selector. */
    @Nullable
    RuleSelectors with(AttributeReader attribute, int sourcePrefix, int destinationPrefix) {
        return switch (attribute.type()) {
            case FRA_SRC ->
                new RuleSelectors(
                        network(attribute, sourcePrefix), to, iif, oif, mark, mask, protocol, sourcePorts, ports, uids);
            case FRA_DST ->
                new RuleSelectors(
                        from,
                        network(attribute, destinationPrefix),
                        iif,
                        oif,
                        mark,
                        mask,
                        protocol,
                        sourcePorts,
                        ports,
                        uids);
            case FRA_IIFNAME ->
                new RuleSelectors(from, to, attribute.string(), oif, mark, mask, protocol, sourcePorts, ports, uids);
            case FRA_OIFNAME ->
                new RuleSelectors(from, to, iif, attribute.string(), mark, mask, protocol, sourcePorts, ports, uids);
            case FRA_FWMARK ->
                new RuleSelectors(from, to, iif, oif, attribute.intValue(), mask, protocol, sourcePorts, ports, uids);
            case FRA_FWMASK ->
                new RuleSelectors(from, to, iif, oif, mark, attribute.intValue(), protocol, sourcePorts, ports, uids);
            case FRA_IP_PROTO ->
                new RuleSelectors(from, to, iif, oif, mark, mask, attribute.byteValue(), sourcePorts, ports, uids);
            case FRA_SPORT_RANGE ->
                new RuleSelectors(from, to, iif, oif, mark, mask, protocol, ports(attribute), ports, uids);
            case FRA_DPORT_RANGE ->
                new RuleSelectors(from, to, iif, oif, mark, mask, protocol, sourcePorts, ports(attribute), uids);
            case FRA_UID_RANGE ->
                new RuleSelectors(from, to, iif, oif, mark, mask, protocol, sourcePorts, ports, uids(attribute));
            default -> null;
        };
    }

    private static IpNetwork network(AttributeReader attribute, int prefixLength) {
        return IpNetwork.of(attribute.address(), prefixLength);
    }

    private static Ports ports(AttributeReader attribute) {
        return new Ports(attribute.u16At(0), attribute.u16At(2));
    }

    private static Uids uids(AttributeReader attribute) {
        return new Uids(attribute.intAt(0), attribute.intAt(Integer.BYTES));
    }

    /** Whether whatever is said here is said by the other one too. */
    boolean covers(RuleSelectors other) {
        return equalsIfSaid(from, other.from)
                && equalsIfSaid(to, other.to)
                && equalsIfSaid(iif, other.iif)
                && equalsIfSaid(oif, other.oif)
                && (mask == 0 || (mark == other.mark && mask == other.mask))
                && (protocol == 0 || protocol == other.protocol)
                && equalsIfSaid(sourcePorts, other.sourcePorts)
                && equalsIfSaid(ports, other.ports)
                && equalsIfSaid(uids, other.uids);
    }

    private static boolean equalsIfSaid(@Nullable Object here, @Nullable Object there) {
        return here == null || Objects.equals(here, there);
    }

    @Override
    public String toString() {
        return "from " + (from == null ? "all" : from)
                + (to == null ? "" : " to " + to)
                + (mask == 0 ? "" : " fwmark 0x" + Integer.toHexString(mark))
                + (mask == 0 || mask == ALL_BITS ? "" : "/0x" + Integer.toHexString(mask))
                + (iif == null ? "" : " iif " + iif)
                + (oif == null ? "" : " oif " + oif)
                + (uids == null ? "" : " uidrange " + uids)
                + (protocol == 0 ? "" : " ipproto " + protocolName())
                + (sourcePorts == null ? "" : " sport " + sourcePorts)
                + (ports == null ? "" : " dport " + ports);
    }

    private String protocolName() {
        return switch (protocol) {
            case IpProtocol.IPPROTO_ICMP -> "icmp";
            case IpProtocol.IPPROTO_TCP -> "tcp";
            case IpProtocol.IPPROTO_UDP -> "udp";
            case IpProtocol.IPPROTO_ICMPV6 -> "ipv6-icmp";
            default -> Integer.toString(protocol);
        };
    }
}
