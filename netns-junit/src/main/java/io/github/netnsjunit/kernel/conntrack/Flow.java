package io.github.netnsjunit.kernel.conntrack;

import static io.github.netnsjunit.kernel.conntrack.Ctnetlink.*;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * One direction of a tracked connection: the packets with these addresses and ports.
 *
 * @param protocol the number of the protocol over IP, such as 6 for TCP
 * @param sourcePort 0 for a protocol without ports; for ICMP the identifier
 * @param destinationPort 0 for a protocol without ports; for ICMP the type and the code, each a byte
 */
public record Flow(int protocol, InetAddress source, InetAddress destination, int sourcePort, int destinationPort) {

    /** Whether its protocol is ICMP or ICMPv6, which has an identifier instead of ports. */
    public boolean isIcmp() {
        return protocol == IpProtocol.IPPROTO_ICMP || protocol == IpProtocol.IPPROTO_ICMPV6;
    }

    /** Whether both addresses are IPv4. */
    boolean isIpv4() {
        return source instanceof Inet4Address;
    }

    /** Reads {@code CTA_TUPLE_ORIG} or {@code CTA_TUPLE_REPLY}. */
    static Flow read(AttributeReader tuple) {
        InetAddress source = null;
        InetAddress destination = null;
        Ports ports = null;
        while (tuple.next()) {
            if (tuple.type() == CTA_TUPLE_PROTO) {
                ports = Ports.read(tuple.nested());
            } else if (tuple.type() == CTA_TUPLE_IP) {
                AttributeReader addresses = tuple.nested();
                while (addresses.next()) {
                    switch (addresses.type()) {
                        case CTA_IP_V4_SRC, CTA_IP_V6_SRC -> source = addresses.address();
                        case CTA_IP_V4_DST, CTA_IP_V6_DST -> destination = addresses.address();
                        default -> {}
                    }
                }
            }
        }
        if (source == null || destination == null || ports == null) {
            throw new NetlinkFormatException("a connection without addresses or protocol");
        }
        return new Flow(ports.protocol, source, destination, ports.source, ports.destination);
    }

    /** Writes {@code CTA_TUPLE_ORIG}. */
    void writeAsOriginal(AttributeWriter out) {
        boolean ipv4 = isIpv4();
        out.nested(CTA_TUPLE_ORIG | Netlink.NLA_F_NESTED, () -> {
            out.nested(
                    CTA_TUPLE_IP | Netlink.NLA_F_NESTED,
                    () -> out.putAddress(ipv4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC, source)
                            .putAddress(ipv4 ? CTA_IP_V4_DST : CTA_IP_V6_DST, destination));
            out.nested(CTA_TUPLE_PROTO | Netlink.NLA_F_NESTED, () -> {
                out.putByte(CTA_PROTO_NUM, protocol);
                if (isIcmp()) {
                    out.putBytes(ipv4 ? CTA_PROTO_ICMP_ID : CTA_PROTO_ICMPV6_ID, big(sourcePort));
                    out.putByte(ipv4 ? CTA_PROTO_ICMP_TYPE : CTA_PROTO_ICMPV6_TYPE, destinationPort >> Byte.SIZE);
                    out.putByte(ipv4 ? CTA_PROTO_ICMP_CODE : CTA_PROTO_ICMPV6_CODE, destinationPort & 0xFF);
                } else {
                    out.putBytes(CTA_PROTO_SRC_PORT, big(sourcePort));
                    out.putBytes(CTA_PROTO_DST_PORT, big(destinationPort));
                }
            });
        });
    }

    private static byte[] big(int port) {
        return new byte[] {(byte) (port >> Byte.SIZE), (byte) port};
    }

    @Override
    public String toString() {
        return text(source, sourcePort) + " > " + text(destination, destinationPort);
    }

    private static String text(InetAddress address, int port) {
        String text = IpAddress.text(address);
        return (address instanceof Inet4Address ? text : "[" + text + "]") + ":" + port;
    }

    /** What {@code CTA_TUPLE_PROTO} holds. */
    private record Ports(int protocol, int source, int destination) {

        static Ports read(AttributeReader attributes) {
            int protocol = 0;
            int source = 0;
            int destination = 0;
            while (attributes.next()) {
                switch (attributes.type()) {
                    case CTA_PROTO_NUM -> protocol = attributes.byteValue();
                    case CTA_PROTO_SRC_PORT, CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> source = port(attributes);
                    case CTA_PROTO_DST_PORT -> destination = port(attributes);
                    case CTA_PROTO_ICMP_TYPE, CTA_PROTO_ICMPV6_TYPE ->
                        destination |= attributes.byteValue() << Byte.SIZE;
                    case CTA_PROTO_ICMP_CODE, CTA_PROTO_ICMPV6_CODE -> destination |= attributes.byteValue();
                    default -> {}
                }
            }
            return new Ports(protocol, source, destination);
        }

        private static int port(AttributeReader attribute) {
            attribute.u16At(0); // checks the length
            return Short.toUnsignedInt(ByteBuffer.wrap(attribute.bytes()).getShort());
        }
    }
}
