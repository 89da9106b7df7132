package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A packet that a raw ICMP socket received. Its content may be anything: nothing in it is trusted.
 *
 * @param ipv6 whether it is ICMPv6
 * @param sender where it came from
 * @param bytes its bytes, beginning with the type; big-endian
 */
record IcmpPacket(boolean ipv6, InetAddress sender, ByteBuffer bytes) {

    private static final int HEADER = 8;
    private static final int IP_6_HEADER = 40;
    private static final int SHORTEST_IP_HEADER = 20;

    /**
     * The beginning of the packet that an error is about, which the error brings back.
     *
     * @param protocol the IP protocol
     * @param destination where that packet was sent to
     * @param start the first 8 bytes after its IP header
     */
    record Original(int protocol, InetAddress destination, ByteBuffer start) {}

    /** Reads what a raw socket received: an IPv4 one includes the IP header, an IPv6 one does not. Empty if it is too short. */
    static Optional<IcmpPacket> read(boolean ipv6, InetAddress sender, ByteBuffer received) {
        int header = ipv6 ? 0 : headerLength(received, 0);
        if (header < 0 || received.limit() < header + HEADER) {
            return Optional.empty();
        }
        return Optional.of(new IcmpPacket(ipv6, sender, sliceFrom(received, header)));
    }

    int type() {
        return bytes.get(0) & 0xff;
    }

    int code() {
        return bytes.get(1) & 0xff;
    }

    /** Returns the sequence number if this is a reply to an echo request with the identifier. Any host may have sent it. */
    OptionalInt replyTo(int identifier) {
        return type() == (ipv6 ? Icmp.ICMPV6_ECHO_REPLY : Icmp.ICMP_ECHOREPLY) && hasIdentifier(bytes, identifier)
                ? OptionalInt.of(bytes.getShort(6) & 0xffff)
                : OptionalInt.empty();
    }

    /** Returns the error if this is one, and if it is about a packet that the predicate accepts. */
    Optional<IcmpError> errorAbout(Predicate<Original> wanted) {
        if (!isError()) {
            return Optional.empty();
        }
        return original().filter(wanted).map(original -> new IcmpError(ipv6, type(), code(), sender));
    }

    /** Whether the header of an echo request or reply has this identifier. */
    static boolean hasIdentifier(ByteBuffer header, int identifier) {
        return (header.getShort(4) & 0xffff) == identifier;
    }

    private boolean isError() {
        if (ipv6) {
            return type() == Icmp.ICMPV6_DEST_UNREACH || type() == Icmp.ICMPV6_TIME_EXCEED;
        }
        return type() == Icmp.ICMP_TIME_EXCEEDED
                || (type() == Icmp.ICMP_DEST_UNREACH && code() != Icmp.ICMP_FRAG_NEEDED);
    }

    private Optional<Original> original() {
        int header = ipv6 ? IP_6_HEADER : headerLength(bytes, HEADER);
        if (header < 0 || bytes.limit() < HEADER + header + 8) {
            return Optional.empty();
        }
        int protocol = bytes.get(HEADER + (ipv6 ? 6 : 9)) & 0xff;
        InetAddress destination = ipv6 ? address(HEADER + 24, 16) : address(HEADER + 16, 4);
        return Optional.of(new Original(protocol, destination, sliceFrom(bytes, HEADER + header)));
    }

    private InetAddress address(int offset, int length) {
        byte[] address = new byte[length];
        bytes.get(offset, address);
        return IpAddress.of(address);
    }

    /** Returns the length of the IPv4 header at the offset, or -1 if there is none. */
    private static int headerLength(ByteBuffer packet, int offset) {
        if (packet.limit() < offset + SHORTEST_IP_HEADER) {
            return -1;
        }
        int length = (packet.get(offset) & 0x0f) * 4;
        return length < SHORTEST_IP_HEADER ? -1 : length;
    }

    private static ByteBuffer sliceFrom(ByteBuffer packet, int offset) {
        return packet.slice(offset, packet.limit() - offset).order(ByteOrder.BIG_ENDIAN);
    }
}
