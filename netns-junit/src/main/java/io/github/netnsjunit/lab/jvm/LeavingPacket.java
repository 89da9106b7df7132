package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A packet that code inside has sent towards the outside: the first of a TCP connection, a datagram of UDP, or another one.
 *
 * @param bytes the packet from its IP header on
 * @param headerLength of the IP header, in bytes
 * @param protocol the number of its protocol, see {@code linux/in.h}
 */
public record LeavingPacket(ByteBuffer bytes, int headerLength, int protocol) {

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;

    private static final int UDP_HEADER = 8;
    private static final int DNS_HEADER = 12;
    private static final int DNS_PORT = 53;
    /** In bytes, at the beginning of a TCP header (RFC 9293). */
    private static final int PORTS_AND_SEQUENCE = 8;

    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int ICMPV6_ECHO_REQUEST = 128;

    /**
     * Reads a packet (RFC 791, RFC 8200). Returns null if it is cut off, and if no code has asked for it: what the kernel itself sends
     * about groups and neighbours, and later packets of a connection.
     */
    static @Nullable LeavingPacket parse(ByteBuffer bytes) {
        if (bytes.limit() < IPV4_HEADER) {
            return null;
        }
        boolean ipv4 = (bytes.get(0) & 0xf0) == 0x40;
        int headerLength = ipv4 ? (bytes.get(0) & 0xf) * 4 : IPV6_HEADER;
        if (bytes.limit() < headerLength + UDP_HEADER || (ipv4 && (bytes.getShort(6) & 0x1fff) != 0)) {
            return null; // of a datagram in fragments only the first has the ports
        }
        LeavingPacket packet = new LeavingPacket(bytes, headerLength, bytes.get(ipv4 ? 9 : 6) & 0xff);
        return packet.isAskedFor() ? packet : null;
    }

    private boolean isAskedFor() {
        return switch (protocol) {
            case IpProtocol.IPPROTO_IGMP -> false;
            case IpProtocol.IPPROTO_TCP ->
                bytes.limit() > headerLength + TCP_FLAGS && (bytes.get(headerLength + TCP_FLAGS) & (SYN | ACK)) == SYN;
            case IpProtocol.IPPROTO_ICMPV6 -> (bytes.get(headerLength) & 0xff) == ICMPV6_ECHO_REQUEST;
            case 0 -> false; // IPv6 with options for each hop: the kernel's reports about groups
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

    /** Whether it is a question for the address of a name. */
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
        if (isDns()) {
            String name = questionedName();
            if (!name.isEmpty()) {
                return "DNS query for " + name;
            }
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

    /** The name in the first question of a DNS query (RFC 1035, section 4.1); empty if it has none. */
    private String questionedName() {
        StringBuilder name = new StringBuilder();
        int at = headerLength + UDP_HEADER + DNS_HEADER;
        while (at < bytes.limit() && bytes.get(at) > 0 && at + bytes.get(at) < bytes.limit()) {
            byte[] label = bytes(at + 1, bytes.get(at));
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
            at += 1 + label.length;
        }
        return name.toString();
    }
}
