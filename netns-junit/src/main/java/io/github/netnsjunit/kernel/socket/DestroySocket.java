package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;

/**
 * Destroys a TCP or UDP socket: whoever waits in it goes on with an error. The port of a TCP socket is free then; a UDP socket keeps
 * its port until it is closed. Whoever has its descriptor keeps that. Needs {@code CONFIG_INET_DIAG_DESTROY}; without it the kernel
 * answers {@code EOPNOTSUPP}.
 *
 * @param socket as the kernel described it
 */
public record DestroySocket(SocketMessage socket) implements NetlinkRequest {

    /** {@code linux/sock_diag.h}. */
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
