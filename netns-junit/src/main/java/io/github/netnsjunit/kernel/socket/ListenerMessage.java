package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeReader;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import java.util.stream.IntStream;

/**
 * An IPv6 TCP socket that listens, as the kernel lists it: {@code struct inet_diag_msg} of {@code linux/inet_diag.h}.
 *
 * @param anyAddress whether it listens on {@code ::}
 * @param port the port
 * @param onlyIpv6 whether it refuses IPv4 ({@code IPV6_V6ONLY} of ipv6(7))
 */
public record ListenerMessage(boolean anyAddress, int port, boolean onlyIpv6) {

    /** In {@code linux/sock_diag.h}. */
    private static final short SOCK_DIAG_BY_FAMILY = 20;

    /** The bit of {@code TCP_LISTEN}, which is 10 in {@code net/tcp_states.h}. */
    private static final int LISTENING = 1 << 10;

    private static final int REQUEST_ID_WORDS = 12;
    private static final int PORT_OFFSET = 4;
    private static final int ADDRESS_OFFSET = 8;
    private static final int LENGTH = 72;
    private static final int INET_DIAG_SKV6ONLY = 11;

    /** Lists them. */
    public static NetlinkDump<ListenerMessage> dump() {
        return new NetlinkDump<>(
                "list sockets that listen",
                SOCK_DIAG_BY_FAMILY,
                out -> {
                    out.u8(Libc.AF_INET6).u8(IpProtocol.IPPROTO_TCP).u8(0).u8(0).u32(LISTENING);
                    IntStream.range(0, REQUEST_ID_WORDS).forEach(word -> out.u32(0));
                },
                ListenerMessage::parse);
    }

    /**
     * Reads an answer.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static ListenerMessage parse(MessageReader message) {
        boolean onlyIpv6 = false;
        AttributeReader attributes = message.attributes(LENGTH);
        while (attributes.next()) {
            if (attributes.type() == INET_DIAG_SKV6ONLY) {
                onlyIpv6 = attributes.byteValue() != 0;
            }
        }
        return new ListenerMessage(
                IntStream.range(0, 4).allMatch(word -> message.u32(ADDRESS_OFFSET + word * Integer.BYTES) == 0),
                message.u8(PORT_OFFSET) << 8 | message.u8(PORT_OFFSET + 1), // network byte order
                onlyIpv6);
    }
}
