package io.github.netnsjunit.probe;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A packet that a raw ICMP socket received, of any content: nothing in it is trusted.
 *
 * @param six whether it is ICMPv6
 * @param sender whom it came from
 * @param bytes from the type on; big-endian
 */
record IcmpPacket(boolean six, InetAddress sender, ByteBuffer bytes) {

    private static final int HEADER = 8;
    private static final int IP_6_HEADER = 40;
    private static final int SHORTEST_IP_HEADER = 20;

    /** The part of a packet of ours which an error carries back: whom it was for, and the first 8 bytes behind the IP header. */
    record Original(int protocol, InetAddress destination, ByteBuffer start) {}

    /** Reads what recvmsg(2) gave; IPv4 raw sockets give the IP header too, IPv6 ones do not. Empty if it is too short. */
    static Optional<IcmpPacket> read(boolean six, InetAddress sender, ByteBuffer received) {
        int header = six ? 0 : headerLength(received, 0);
        if (header < 0 || received.limit() < header + HEADER) {
            return Optional.empty();
        }
        return Optional.of(new IcmpPacket(six, sender, from(received, header)));
    }

    int type() {
        return bytes.get(0) & 0xff;
    }

    int code() {
        return bytes.get(1) & 0xff;
    }

    /** The sequence number that it answers, if it is the reply to an echo request of this identifier, whoever sent it. */
    OptionalInt replyTo(int identifier) {
        return type() == (six ? Icmp.ECHO_REPLY_6 : Icmp.ECHO_REPLY) && isEcho(bytes, identifier)
                ? OptionalInt.of(bytes.getShort(6) & 0xffff)
                : OptionalInt.empty();
    }

    /** The error that it is, if it is one and the packet it is about is ours. */
    Optional<IcmpError> errorAbout(Predicate<Original> ours) {
        if (!isError()) {
            return Optional.empty();
        }
        return original().filter(ours).map(original -> new IcmpError(six, type(), code(), sender));
    }

    static boolean isEcho(ByteBuffer header, int identifier) {
        return (header.getShort(4) & 0xffff) == identifier;
    }

    private boolean isError() {
        if (six) {
            return type() == Icmp.DESTINATION_UNREACHABLE_6 || type() == Icmp.TIME_EXCEEDED_6;
        }
        return type() == Icmp.TIME_EXCEEDED
                || (type() == Icmp.DESTINATION_UNREACHABLE && code() != Icmp.FRAGMENTATION_NEEDED);
    }

    private Optional<Original> original() {
        int header = six ? IP_6_HEADER : headerLength(bytes, HEADER);
        if (header < 0 || bytes.limit() < HEADER + header + 8) {
            return Optional.empty();
        }
        int protocol = bytes.get(HEADER + (six ? 6 : 9)) & 0xff;
        InetAddress destination =
                six ? Sockaddr.address(bytes, HEADER + 24, 16) : Sockaddr.address(bytes, HEADER + 16, 4);
        return Optional.of(new Original(protocol, destination, from(bytes, HEADER + header)));
    }

    /** The length of the IPv4 header at the offset, -1 if there is none. */
    private static int headerLength(ByteBuffer packet, int offset) {
        if (packet.limit() < offset + SHORTEST_IP_HEADER) {
            return -1;
        }
        int length = (packet.get(offset) & 0x0f) * 4;
        return length < SHORTEST_IP_HEADER ? -1 : length;
    }

    private static ByteBuffer from(ByteBuffer packet, int offset) {
        return packet.slice(offset, packet.limit() - offset).order(ByteOrder.BIG_ENDIAN);
    }
}
