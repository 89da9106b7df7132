package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.kernel.socket.IpProtocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the answers to packets that must not leave, so that their senders fail at once and do not wait. */
final class Refusing {

    private static final int ICMP_HEADER = 8;
    private static final int TCP_HEADER = 20;
    /** How much of the packet behind its IP header an error quotes: its ports are there, and the sequence number of TCP. */
    private static final int QUOTED = 8;

    /** Where in the header of UDP it is. */
    private static final int UDP_CHECKSUM = 6;

    private static final byte[] EVERYBODY = {-1, -1, -1, -1};

    private static final int HOPS = 64;
    private static final int RST_ACK = 0x14;

    private Refusing() {}

    /**
     * For TCP first "network unreachable", then a reset. The kernel heeds the first unless the sender is still at work in the system call;
     * it always heeds the second. For UDP "port unreachable", since a socket heeds no other error. A question to a name server is answered:
     * a socket that is not connected would not hear of an error, and its user would wait.
     */
    static List<ByteBuffer> answers(LeavingPacket packet) {
        byte[] destination = packet.destination();
        if (isGroup(packet.isIpv4(), destination)) {
            return List.of(); // RFC 1122, section 3.2.2: no errors about multicasts and broadcasts
        }
        DnsQuestion question = packet.question();
        if (question != null) {
            return List.of(datagram(packet, question.noSuchName()));
        }
        List<ByteBuffer> answers = new ArrayList<>();
        answers.add(unreachable(packet));
        if (packet.isTcp()) {
            answers.add(reset(packet));
        }
        return answers;
    }

    /** Whether more than one host has the address: multicast or broadcast. */
    private static boolean isGroup(boolean ipv4, byte[] address) {
        int first = address[0] & 0xff;
        return ipv4 ? (first & 0xf0) == 0xe0 || Arrays.equals(address, EVERYBODY) : first == 0xff;
    }

    /** RFC 768, from the port that was asked. */
    private static ByteBuffer datagram(LeavingPacket packet, ByteBuffer content) {
        ByteBuffer asked = packet.bytes();
        int at = packet.headerLength();
        int length = LeavingPacket.UDP_HEADER + content.limit();
        ByteBuffer body = ByteBuffer.allocate(length)
                .putShort(asked.getShort(at + 2))
                .putShort(asked.getShort(at))
                .putShort((short) length)
                .putShort((short) 0)
                .put(content);
        ByteBuffer answer = withHeader(packet, IpProtocol.IPPROTO_UDP, body, UDP_CHECKSUM, true);
        int checksum = answer.limit() - length + UDP_CHECKSUM;
        if (answer.getShort(checksum) == 0) {
            answer.putShort(checksum, (short) 0xffff); // 0 would mean that there is no checksum
        }
        return answer;
    }

    /** RFC 792 and RFC 4443, section 3.1. */
    private static ByteBuffer unreachable(LeavingPacket packet) {
        int quoted = packet.headerLength() + QUOTED;
        boolean ipv4 = packet.isIpv4();
        boolean udp = packet.protocol() == IpProtocol.IPPROTO_UDP;
        ByteBuffer body = ByteBuffer.allocate(ICMP_HEADER + quoted);
        body.put((byte) (ipv4 ? 3 : 1)); // destination unreachable
        body.put((byte) (udp ? (ipv4 ? 3 : 4) : 0)); // port unreachable; network unreachable or no route
        body.position(ICMP_HEADER);
        body.put(packet.bytes().duplicate().position(0).limit(quoted));
        return withHeader(packet, ipv4 ? IpProtocol.IPPROTO_ICMP : IpProtocol.IPPROTO_ICMPV6, body, 2, !ipv4);
    }

    /** RFC 9293, section 3.5.2. */
    private static ByteBuffer reset(LeavingPacket packet) {
        ByteBuffer syn = packet.bytes();
        int at = packet.headerLength();
        ByteBuffer body = ByteBuffer.allocate(TCP_HEADER)
                .putShort(syn.getShort(at + 2))
                .putShort(syn.getShort(at))
                .putInt(0)
                .putInt(syn.getInt(at + 4) + 1)
                .put((byte) ((TCP_HEADER / 4) << 4))
                .put((byte) RST_ACK);
        return withHeader(packet, IpProtocol.IPPROTO_TCP, body, 16, true);
    }

    /** Puts an IP header in front, with the packet's addresses exchanged, and writes the checksums (RFC 1071). */
    private static ByteBuffer withHeader(
            LeavingPacket packet, int protocol, ByteBuffer body, int checksumAt, boolean withAddresses) {
        body.clear();
        byte[] from = packet.destination();
        byte[] to = packet.source();
        ByteBuffer addresses = ByteBuffer.allocate(2 * from.length + 8);
        if (withAddresses) {
            addresses.put(from).put(to).putInt(body.capacity()).putInt(protocol).flip();
        } else {
            addresses.limit(0);
        }
        body.putShort(checksumAt, checksum(addresses, body));
        if (packet.isIpv4()) {
            ByteBuffer header = ByteBuffer.allocate(LeavingPacket.IPV4_HEADER)
                    .put((byte) 0x45)
                    .put((byte) 0)
                    .putShort((short) (LeavingPacket.IPV4_HEADER + body.capacity()))
                    .putInt(0)
                    .put((byte) HOPS)
                    .put((byte) protocol)
                    .putShort((short) 0)
                    .put(from)
                    .put(to)
                    .flip();
            header.putShort(10, checksum(header, ByteBuffer.allocate(0)));
            return joined(header, body);
        }
        return joined(
                ByteBuffer.allocate(LeavingPacket.IPV6_HEADER)
                        .putInt(0x60000000)
                        .putShort((short) body.capacity())
                        .put((byte) protocol)
                        .put((byte) HOPS)
                        .put(from)
                        .put(to)
                        .flip(),
                body);
    }

    private static ByteBuffer joined(ByteBuffer header, ByteBuffer body) {
        return ByteBuffer.allocateDirect(header.limit() + body.limit())
                .put(header)
                .put(body)
                .flip();
    }

    private static short checksum(ByteBuffer first, ByteBuffer second) {
        int sum = sum(first) + sum(second);
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static int sum(ByteBuffer words) {
        int sum = 0;
        for (int at = 0; at + 1 < words.limit(); at += 2) {
            sum += words.getShort(at) & 0xffff;
        }
        return words.limit() % 2 == 0 ? sum : sum + ((words.get(words.limit() - 1) & 0xff) << 8);
    }
}
