package io.github.netnsjunit.kernel.advertisement;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.Sockaddr;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends router advertisements from a network namespace: at once, whenever a host asks for one, and every few minutes (RFC 4861, 6.2), until it is closed.
 */
public final class Advertiser implements AutoCloseable {

    private static final InetAddress ALL_NODES = IpAddress.parse("ff02::1");

    private static final int ROUTER_SOLICITATION = 133;

    /** Shorter than the 600 s that RFC 4861, 6.2.1 takes for the longest time between two advertisements. */
    private static final int INTERVAL_MILLIS = 200_000;

    // linux/in.h, linux/in6.h
    private static final int IPV6_MULTICAST_HOPS = 18;

    /** Hosts drop an advertisement with any other hop limit (RFC 4861, 6.1.2). */
    private static final int HOP_LIMIT = 255;

    // linux/netlink.h
    private static final int NLMSG_NOOP = 1;
    private static final int NLM_F_REQUEST_AND_ACK = 5;
    private static final int NLMSG_HEADER_LENGTH = 16;
    private static final int SOCKADDR_NL_LENGTH = 12;

    private static final int LARGEST_PACKET = 2_048;

    private final Libc libc;
    private final Map<Integer, RouterAdvertisement> advertisements;
    private final Descriptor socket;
    private final Descriptor alarm;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private boolean serving;
    private boolean closed;

    private Advertiser(
            Libc libc, Map<Integer, RouterAdvertisement> advertisements, Descriptor socket, Descriptor alarm) {
        this.libc = libc;
        this.advertisements = Map.copyOf(advertisements);
        this.socket = socket;
        this.alarm = alarm;
    }

    /**
     * Advertises for the first time, in the calling thread's network namespace. {@link #serve} goes on with it.
     *
     * @param advertisements by the indexes of the router's interfaces
     * @throws LinuxException if the kernel refuses the sockets, as it does without IPv6
     */
    public static Advertiser open(Libc libc, Map<Integer, RouterAdvertisement> advertisements) {
        Descriptor socket = libc.socket(Libc.AF_INET6, Libc.SOCK_RAW, IpProtocol.IPPROTO_ICMPV6);
        try {
            libc.setsockopt(socket, IpProtocol.IPPROTO_IPV6, IPV6_MULTICAST_HOPS, HOP_LIMIT);
            Descriptor alarm = libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, Netlink.NETLINK_ROUTE);
            try {
                Advertiser advertiser = new Advertiser(libc, advertisements, socket, alarm);
                advertiser.advertise();
                return advertiser;
            } catch (RuntimeException | Error failure) {
                try (alarm) {
                    throw failure;
                }
            }
        } catch (RuntimeException | Error failure) {
            try (socket) {
                throw failure;
            }
        }
    }

    /** Advertises until this is closed. The calling thread need not be in the namespace. */
    public void serve() {
        synchronized (this) {
            if (closed) {
                return;
            }
            serving = true;
        }
        try {
            answer();
        } finally {
            ended.complete(true);
        }
    }

    private void answer() {
        Descriptor[] both = {socket, alarm};
        ByteBuffer packet = ByteBuffer.allocateDirect(LARGEST_PACKET);
        while (true) {
            short[] ready = libc.poll(both, (short) Libc.POLLIN, INTERVAL_MILLIS);
            if (ready[1] != 0) {
                return;
            }
            if (ready[0] == 0 || isSolicitation(packet)) {
                advertise();
            }
        }
    }

    private boolean isSolicitation(ByteBuffer packet) {
        try {
            int length = libc.recvmsg(socket, packet, Libc.MSG_DONTWAIT, null);
            return length > 0 && packet.get(0) == (byte) ROUTER_SOLICITATION;
        } catch (LinuxException failure) {
            if (failure.errno() == Errno.EAGAIN) {
                return false; // for example its checksum was wrong
            }
            throw failure;
        }
    }

    private void advertise() {
        advertisements.forEach((index, advertisement) -> send(index, advertisement.packet()));
    }

    /** Sends to all hosts of a link. An interface that is down, or gone, sends nothing: its hosts ask again when it is up. */
    private void send(int index, ByteBuffer packet) {
        try {
            libc.sendmsg(socket, packet, Sockaddr.of(allNodes(index), 0));
        } catch (LinuxException refused) {
            switch (refused.errno()) {
                case Errno.ENETUNREACH,
                        Errno.ENODEV,
                        Errno.ENETDOWN,
                        Errno.EADDRNOTAVAIL,
                        Errno.EPERM,
                        Errno.ENOBUFS -> {}
                default -> throw refused;
            }
        }
    }

    private static InetAddress allNodes(int index) {
        try {
            return Inet6Address.getByAddress(null, ALL_NODES.getAddress(), index);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible); // it has 16 bytes
        }
    }

    /** Takes leave of the hosts: they forget the router, and do not begin to use their addresses of its prefixes any more. */
    public void takeLeave() {
        advertisements.forEach((index, advertisement) -> send(index, advertisement.farewell()));
    }

    /** Ends {@link #serve} and waits until it has ended. Does nothing the second time. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try (socket;
                alarm) {
            if (isServing()) {
                wake();
                ended.join();
            }
        }
    }

    private synchronized boolean isServing() {
        return serving;
    }

    private void wake() {
        // The kernel acknowledges a message that asks for nothing. That wakes the thread.
        ByteBuffer nothing = ByteBuffer.allocateDirect(NLMSG_HEADER_LENGTH).order(ByteOrder.nativeOrder());
        nothing.putInt(0, NLMSG_HEADER_LENGTH).putShort(4, (short) NLMSG_NOOP).putShort(6, (short)
                NLM_F_REQUEST_AND_ACK);
        ByteBuffer kernel = ByteBuffer.allocateDirect(SOCKADDR_NL_LENGTH).order(ByteOrder.nativeOrder());
        kernel.putShort(0, (short) Libc.AF_NETLINK);
        libc.sendmsg(alarm, nothing, kernel);
    }
}
