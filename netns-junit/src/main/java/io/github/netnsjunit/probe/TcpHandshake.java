package io.github.netnsjunit.probe;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.Sockaddr;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One TCP handshake. For several ICMP errors the kernel returns the same errno ({@code EHOSTUNREACH} for 3/1 and for 3/13), and
 * it does not tell who sent them. So a raw socket receives the errors themselves. The kernel hands a packet to raw sockets before
 * it hands it to TCP: when the connection has failed, the raw socket already has the error that caused this.
 */
final class TcpHandshake {

    /** {@code asm-generic/socket.h}. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_ERROR = 4;

    /** {@code asm-generic/socket.h}: a UDP socket. */
    private static final int SOCK_DGRAM = 2;

    /** What a reset after the handshake causes. A reset before it causes ECONNREFUSED (tcp_reset in tcp_input.c). */
    private static final Set<Integer> CLOSED_AFTER_HANDSHAKE = Set.of(Errno.ECONNRESET, Errno.EPIPE);

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
                    return failure.errno() == Errno.EADDRNOTAVAIL && hasAddressToSendFrom()
                            ? new NotReached(Unreachable.NO_FREE_PORT, KernelRefusal.describe(failure.errno()))
                            : KernelRefusal.of(failure, target);
                }
            }
            InetSocketAddress local = localAddress(socket);
            boolean answered = waiting.await(libc, socket, Libc.POLLOUT);
            long ended = System.nanoTime();
            if (!answered) {
                return findError(errors, local.getPort())
                        .orElseGet(() -> new NotReached(Unreachable.TIMED_OUT, waiting.describeSilence()));
            }
            int errno = libc.getsockopt(socket, SOL_SOCKET, SO_ERROR);
            if (errno == 0 || CLOSED_AFTER_HANDSHAKE.contains(errno)) {
                return isConnectedToItself(local)
                        ? new NotReached(
                                Unreachable.REFUSED,
                                "nobody listens: by chance the connection came from this very port, and met itself")
                        : new Reached(Duration.ofNanos(ended - started));
            }
            return findError(errors, local.getPort())
                    .or(() -> KernelRefusal.of(errno, target))
                    .orElseThrow(() -> new LinuxException("connect(" + IpAddress.text(target) + ")", errno));
        }
    }

    /**
     * Whether the socket is connected to itself. That happens if the kernel chose the target port as the local port, too: TCP
     * allows both ends to open a connection at the same time (RFC 9293, section 3.5). For the unspecified address as the target,
     * the kernel uses the loopback address.
     */
    private boolean isConnectedToItself(InetSocketAddress local) {
        return local.getPort() == port
                && (target.isAnyLocalAddress() || local.getAddress().equals(target));
    }

    /** Connects a UDP socket, which sends nothing, but chooses an address. It has ports of its own. */
    private boolean hasAddressToSendFrom() {
        try (Descriptor socket = libc.socket(Family.of(target), SOCK_DGRAM, 0)) {
            libc.connect(socket, Sockaddr.of(target, port));
            return true;
        } catch (LinuxException refused) {
            return refused.errno() != Errno.EADDRNOTAVAIL;
        }
    }

    private Optional<NotReached> findError(IcmpSocket errors, int localPort) {
        Optional<IcmpPacket> packet = errors.receive();
        while (packet.isPresent()) {
            Optional<IcmpError> error = packet.get().errorAbout(original -> isFromHere(original, localPort));
            if (error.isPresent()) {
                return error.map(IcmpError::notReached);
            }
            packet = errors.receive();
        }
        return Optional.empty();
    }

    /** A TCP header begins with the source port and the destination port. */
    private boolean isFromHere(IcmpPacket.Original original, int localPort) {
        return original.protocol() == IpProtocol.IPPROTO_TCP
                && original.destination().equals(target)
                && (original.start().getShort(0) & 0xffff) == localPort
                && (original.start().getShort(2) & 0xffff) == port;
    }

    private InetSocketAddress localAddress(Descriptor socket) {
        ByteBuffer address = Sockaddr.empty();
        libc.getsockname(socket, address);
        return Sockaddr.read(address);
    }
}
