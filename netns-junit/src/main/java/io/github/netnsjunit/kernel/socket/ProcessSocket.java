package io.github.netnsjunit.kernel.socket;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Family;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A socket that this process has open, whoever in the process opened it. It can be closed at any time by its owner: then the methods
 * throw {@link LinuxException}, or tell of another socket that has got the same descriptor. {@link #isOpen} says afterwards whether
 * what they told was true.
 */
public final class ProcessSocket {

    /** {@code linux/sockios.h}: the ioctl that returns a descriptor of a socket's network namespace. */
    private static final long SIOCGSKNS = 0x894C;

    /** {@code asm-generic/socket.h}, as the options below. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_PROTOCOL = 38;
    private static final int SO_DOMAIN = 39;

    private final Libc libc;
    private final int number;
    private final long cookie;
    /** Is never closed: the descriptor is another's. */
    private final Descriptor descriptor;

    private ProcessSocket(Libc libc, int number, long cookie) {
        this.libc = libc;
        this.number = number;
        this.cookie = cookie;
        this.descriptor = new Descriptor(libc, number);
    }

    /**
     * All sockets that are open now.
     *
     * @param below no descriptor has this number or a higher one
     */
    public static List<ProcessSocket> all(Libc libc, int below) {
        int[] numbers = libc.openDescriptors(below).stream().toArray();
        long[] cookies = libc.socketCookies(numbers);
        return IntStream.range(0, numbers.length)
                .filter(i -> cookies[i] != 0)
                .mapToObj(i -> new ProcessSocket(libc, numbers[i], cookies[i]))
                .toList();
    }

    /** The number of its descriptor. */
    public int number() {
        return number;
    }

    /** A number that no other socket has as long as the system runs. */
    public long cookie() {
        return cookie;
    }

    /** Whether it is still open. */
    public boolean isOpen() {
        return libc.socketCookies(number)[0] == cookie;
    }

    /** Whether it is a socket of IPv4 or IPv6. */
    public boolean isInternet() {
        return Family.isInternet(option(SO_DOMAIN));
    }

    /** The number of its protocol, such as {@link IpProtocol#IPPROTO_TCP}. */
    public int protocol() {
        return option(SO_PROTOCOL);
    }

    /** Whether it listens for connections. */
    public boolean isListening() {
        return option(SO_ACCEPTCONN) != 0;
    }

    private int option(int name) {
        return libc.getsockopt(descriptor, SOL_SOCKET, name);
    }

    /** The address that it is bound to; the port is 0 if it is bound to none. */
    public InetSocketAddress localAddress() {
        ByteBuffer address = Sockaddr.empty();
        libc.getsockname(descriptor, address);
        return Sockaddr.read(address);
    }

    /** The address that it is connected to. */
    public Optional<InetSocketAddress> peer() {
        ByteBuffer address = Sockaddr.empty();
        try {
            libc.getpeername(descriptor, address);
        } catch (LinuxException refused) {
            if (refused.errno() == Errno.ENOTCONN) {
                return Optional.empty();
            }
            throw refused;
        }
        return Optional.of(Sockaddr.read(address));
    }

    /**
     * Opens the network namespace that it is in.
     *
     * @throws LinuxException with {@code EPERM} if that namespace belongs to a user namespace in which this process has no privilege
     */
    public Descriptor network() {
        return new Descriptor(libc, libc.ioctl(descriptor, SIOCGSKNS));
    }
}
