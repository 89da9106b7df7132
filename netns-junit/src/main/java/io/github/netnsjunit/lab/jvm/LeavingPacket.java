package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A packet that code inside has sent towards the outside: the first of a TCP connection, a datagram of UDP, or another one.
 *
 * @param bytes the packet from its IP header on
 * @param headerLength of the IP header, in bytes; of IPv6 with the headers that extend it
 * @param protocol the number of its protocol, see {@code linux/in.h}
 */
public record LeavingPacket(ByteBuffer bytes, int headerLength, int protocol) {

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;

    static final int UDP_HEADER = 8;

    /** Headers of RFC 8200, section 4, which extend that of IPv6. Their lengths are multiples of this many bytes. */
    private static final int EXTENSION_UNIT = 8;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;

    private static final int DNS_PORT = 53;

    /** In bytes, at the beginning of a TCP header (RFC 9293). */
    private static final int PORTS_AND_SEQUENCE = 8;

    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ICMPV6_ECHO_REQUEST = 128;

    /**
     * Reads a packet (RFC 791, RFC 8200). Returns null if it is cut off or no packet of IP, and if no code has asked for it: what the
     * kernel itself sends about groups and neighbours, and later packets of a connection.
     */
    static @Nullable LeavingPacket parse(ByteBuffer bytes) {
        if (bytes.limit() < IPV4_HEADER) {
            return null;
        }
        LeavingPacket packet = switch ((bytes.get(0) & 0xf0) >> 4) {
            case 4 -> ofIpv4(bytes);
            case 6 -> ofIpv6(bytes);
            default -> null;
        };
        return packet != null && packet.isAskedFor() ? packet : null;
    }

    private static @Nullable LeavingPacket ofIpv4(ByteBuffer bytes) {
        int headerLength = (bytes.get(0) & 0xf) * 4;
        boolean firstFragment = (bytes.getShort(6) & 0x1fff) == 0; // only that one has the ports
        return firstFragment && headerLength >= IPV4_HEADER && bytes.limit() >= headerLength + UDP_HEADER
                ? new LeavingPacket(bytes, headerLength, bytes.get(9) & 0xff)
                : null;
    }

    private static @Nullable LeavingPacket ofIpv6(ByteBuffer bytes) {
        int at = IPV6_HEADER;
        int protocol = bytes.get(6) & 0xff;
        while (bytes.limit() >= at + UDP_HEADER) {
            switch (protocol) {
                case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS -> {
                    protocol = bytes.get(at) & 0xff;
                    at += (1 + (bytes.get(at + 1) & 0xff)) * EXTENSION_UNIT;
                }
                case FRAGMENT -> {
                    if ((bytes.getShort(at + 2) & 0xfff8) != 0) {
                        return null; // only the first one has the ports
                    }
                    protocol = bytes.get(at) & 0xff;
                    at += EXTENSION_UNIT;
                }
                default -> {
                    return new LeavingPacket(bytes, at, protocol);
                }
            }
        }
        return null;
    }

    private boolean isAskedFor() {
        return switch (protocol) {
            case IpProtocol.IPPROTO_IGMP -> false;
            case IpProtocol.IPPROTO_TCP ->
                bytes.limit() > headerLength + TCP_FLAGS && (bytes.get(headerLength + TCP_FLAGS) & (SYN | ACK)) == SYN;
            case IpProtocol.IPPROTO_ICMPV6 -> (bytes.get(headerLength) & 0xff) == ICMPV6_ECHO_REQUEST;
            default -> true;
        };
    }

    boolean isIpv4() {
        return (bytes.get(0) & 0xf0) == 0x40;
    }

    /** Whether it begins a TCP connection. */
    public boolean isTcp() {
        return protocol == IpProtocol.IPPROTO_TCP;
    }

    /**
     * What all packets have in common that ask for the same TCP connection: the kernel sends another one if no answer comes in time. These
     * are the addresses, the ports and the first sequence number.
     */
    ByteBuffer connection() {
        byte[] source = source();
        return ByteBuffer.allocate(2 * source.length + PORTS_AND_SEQUENCE)
                .put(source)
                .put(destination())
                .put(bytes(headerLength, PORTS_AND_SEQUENCE))
                .flip();
    }

    /** Whether it is for a name server. */
    public boolean isDns() {
        return protocol == IpProtocol.IPPROTO_UDP && port() == DNS_PORT;
    }

    byte[] source() {
        return isIpv4() ? bytes(12, 4) : bytes(8, 16);
    }

    byte[] destination() {
        return isIpv4() ? bytes(16, 4) : bytes(24, 16);
    }

    private int port() {
        return bytes.getShort(headerLength + 2) & 0xffff;
    }

    private byte[] bytes(int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return copy;
    }

    /** Says what it is, such as {@code TCP to 10.0.0.2:8080} or {@code DNS query for www.example.org}. */
    public String describe() {
        DnsQuestion question = question();
        if (question != null && !question.name().isEmpty()) {
            return "DNS query for " + question.name();
        }
        InetAddress destination = IpAddress.of(destination());
        String text = IpAddress.text(destination);
        return switch (protocol) {
            case IpProtocol.IPPROTO_TCP, IpProtocol.IPPROTO_UDP ->
                (isTcp() ? "TCP" : "UDP") + " to " + (isIpv4() ? text : "[" + text + "]") + ":" + port();
            case IpProtocol.IPPROTO_ICMP, IpProtocol.IPPROTO_ICMPV6 -> "ICMP to " + text;
            default -> "IP protocol " + protocol + " to " + text;
        };
    }

    /** What it asks a name server; null if it does not ask one. */
    @Nullable
    DnsQuestion question() {
        return isDns() ? DnsQuestion.parse(bytes, headerLength + UDP_HEADER) : null;
    }
}
