package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A TCP or UDP socket, as the kernel lists it: {@code struct inet_diag_msg} of {@code linux/inet_diag.h}; see sock_diag(7).
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 * @param protocol {@code IPPROTO_TCP} or {@code IPPROTO_UDP}
 * @param id the twelve 32-bit words of {@code struct inet_diag_sockid}, by which the kernel identifies the socket
 */
public record SocketMessage(int family, int protocol, List<Integer> id) {

    /** In {@code linux/sock_diag.h}. */
    private static final short SOCK_DIAG_BY_FAMILY = 20;

    /** A bit for each state from {@code TCP_ESTABLISHED} (1) to {@code TCP_NEW_SYN_RECV} (12) of {@code net/tcp_states.h}. */
    private static final int STATES = (1 << 13) - 2;

    private static final int ID_OFFSET = 4;
    private static final int ID_WORDS = 12;

    public SocketMessage {
        id = List.copyOf(id);
    }

    /** Lists the sockets of one family and protocol, except TCP sockets that are bound but neither listen nor connect. */
    public static NetlinkDump<SocketMessage> dump(int family, int protocol) {
        SocketMessage any = new SocketMessage(
                family,
                protocol,
                IntStream.range(0, ID_WORDS).map(i -> 0).boxed().toList());
        return new NetlinkDump<>(
                "list sockets", SOCK_DIAG_BY_FAMILY, any::writeRequest, message -> parse(message, protocol));
    }

    /**
     * Reads an answer. It does not contain the protocol; that is the one asked for.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static SocketMessage parse(MessageReader message, int protocol) {
        return new SocketMessage(
                message.u8(0),
                protocol,
                IntStream.range(0, ID_WORDS)
                        .map(word -> message.u32(ID_OFFSET + word * Integer.BYTES))
                        .boxed()
                        .toList());
    }

    /** Writes {@code struct inet_diag_req_v2}. */
    void writeRequest(AttributeWriter out) {
        out.u8(family).u8(protocol).u8(0).u8(0).u32(STATES);
        id.forEach(out::u32);
    }
}
