package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.socket.DestroySocket;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.SocketMessage;

/** The open TCP and UDP sockets of a namespace, no matter who opened them. */
public final class OpenSockets {

    private static final int[] FAMILIES = {Libc.AF_INET, Libc.AF_INET6};
    private static final int[] PROTOCOLS = {IpProtocol.IPPROTO_TCP, IpProtocol.IPPROTO_UDP};

    private OpenSockets() {}

    /**
     * Destroys these sockets. A thread that waits for one, in {@code accept} for example, ignores interrupts; when its
     * socket is destroyed it gets an {@code IOException}.
     *
     * @throws LinuxException if the kernel cannot do it
     */
    public static void destroy(Libc libc, Descriptor network) {
        try (NetlinkSocket netlink = Visit.to(network, libc, () -> NetlinkSocket.openForSockets(libc))) {
            for (int family : FAMILIES) {
                for (int protocol : PROTOCOLS) {
                    destroy(netlink, family, protocol);
                }
            }
        }
    }

    private static void destroy(NetlinkSocket netlink, int family, int protocol) {
        try {
            netlink.execute(netlink.dump(SocketMessage.dump(family, protocol)).stream()
                    .map(DestroySocket::new)
                    .toList());
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.ENOENT) { // the socket was closed meanwhile, or the kernel lacks the family
                throw refused;
            }
        }
    }
}
