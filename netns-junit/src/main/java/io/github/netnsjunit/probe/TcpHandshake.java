package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One TCP handshake. The kernel folds several ICMP errors into one errno (3/1 and 3/13 are both {@code EHOSTUNREACH}) and does not
 * tell who sent them, so a raw socket listens meanwhile. The kernel hands a packet to raw sockets before TCP acts on it: once the
 * connection has failed, the error that failed it is there to be read.
 */
final class TcpHandshake {

    /** {@code asm-generic/socket.h}. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_ERROR = 4;

    /** What a reset gives only after the handshake, before which it gives ECONNREFUSED (tcp_reset in tcp_input.c). */
    private static final Set<Integer> CLOSED_AT_ONCE = Set.of(Errno.ECONNRESET, Errno.EPIPE);

    private final Libc libc;
    private final InetAddress target;
    private final int port;

    TcpHandshake(Libc libc, InetAddress target, int port) {
        this.libc = libc;
        this.target = target;
        this.port = port;
    }

    Reachability run(Waiting waiting) throws InterruptedException {
        int family = Family.of(target);
        try (IcmpSocket errors = new IcmpSocket(libc, family);
                Descriptor socket = libc.socket(family, Libc.SOCK_STREAM | Libc.SOCK_NONBLOCK, 0)) {
            long started = System.nanoTime();
            try {
                libc.connect(socket, Sockaddr.of(target, port));
            } catch (LinuxException failure) {
                if (failure.errno() != Errno.EINPROGRESS) {
                    return KernelRefusal.of(failure, target);
                }
            }
            InetSocketAddress local = localAddress(socket);
            boolean decided = waiting.await(libc, socket, Libc.POLLOUT);
            long ended = System.nanoTime();
            if (!decided) {
                return errorIn(errors, local.getPort())
                        .orElseGet(() -> new NotReached(Unreachable.TIMED_OUT, waiting.silence()));
            }
            int errno = libc.getsockopt(socket, SOL_SOCKET, SO_ERROR);
            if (errno == 0 || CLOSED_AT_ONCE.contains(errno)) {
                return isItself(local)
                        ? new NotReached(
                                Unreachable.REFUSED,
                                "nobody listens: by chance the connection came from this very port, and met itself")
                        : new Reached(Duration.ofNanos(ended - started));
            }
            return errorIn(errors, local.getPort())
                    .or(() -> KernelRefusal.of(errno, target))
                    .orElseThrow(() -> new LinuxException("connect(" + IpAddress.text(target) + ")", errno));
        }
    }

    /**
     * Whether the socket opened the connection at both ends at once (RFC 9293, 3.5). To the unspecified address the kernel connects
     * by way of the loopback one.
     */
    private boolean isItself(InetSocketAddress local) {
        return local.getPort() == port
                && (target.isAnyLocalAddress() || local.getAddress().equals(target));
    }

    private Optional<NotReached> errorIn(IcmpSocket errors, int localPort) {
        Optional<IcmpPacket> packet = errors.receive();
        while (packet.isPresent()) {
            Optional<IcmpError> error = packet.get().errorAbout(original -> isOurs(original, localPort));
            if (error.isPresent()) {
                return error.map(IcmpError::notReached);
            }
            packet = errors.receive();
        }
        return Optional.empty();
    }

    /** A TCP header begins with the ports it comes from and goes to. */
    private boolean isOurs(IcmpPacket.Original original, int localPort) {
        return original.protocol() == Icmp.PROTOCOL_TCP
                && original.destination().equals(target)
                && (original.start().getShort(0) & 0xffff) == localPort
                && (original.start().getShort(2) & 0xffff) == port;
    }

    private InetSocketAddress localAddress(Descriptor socket) {
        ByteBuffer address = Sockaddr.empty();
        libc.getsockname(socket, address);
        return new InetSocketAddress(Sockaddr.address(address), Sockaddr.port(address));
    }
}
