package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;

/**
 * Destroys a TCP or UDP socket: a thread that waits in a call on it gets an error. A TCP socket's port is free afterwards; a UDP
 * socket keeps its port until it is closed. The descriptor stays open. Without {@code CONFIG_INET_DIAG_DESTROY} the kernel refuses
 * with {@code EOPNOTSUPP}.
 *
 * @param socket the socket, as the kernel listed it
 */
public record DestroySocket(SocketMessage socket) implements NetlinkRequest {

    /** In {@code linux/sock_diag.h}. */
    private static final short SOCK_DESTROY = 21;

    @Override
    public short type() {
        return SOCK_DESTROY;
    }

    @Override
    public void write(AttributeWriter out) {
        socket.writeRequest(out);
    }

    @Override
    public String toString() {
        return "destroy socket";
    }
}
