package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.kernel.socket.Sockaddr;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A raw socket in the namespace of the calling thread. It receives all ICMP packets that arrive there, also those for others. */
final class IcmpSocket implements AutoCloseable {

    /** In bytes. No error is larger than 1280 bytes, the smallest IPv6 MTU. */
    private static final int BUFFER_SIZE = 2048;

    private final Libc libc;
    private final boolean ipv6;
    private final Descriptor descriptor;
    private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_SIZE);

    IcmpSocket(Libc libc, int family) {
        this.libc = libc;
        this.ipv6 = family == Libc.AF_INET6;
        this.descriptor = libc.socket(
                family, Libc.SOCK_RAW | Libc.SOCK_NONBLOCK, ipv6 ? IpProtocol.IPPROTO_ICMPV6 : IpProtocol.IPPROTO_ICMP);
    }

    void send(ByteBuffer packet, InetAddress target) {
        libc.sendmsg(descriptor, packet, Sockaddr.of(target, 0));
    }

    /** Waits for the next packet. Returns false if the time is up first. */
    boolean await(Waiting waiting) throws InterruptedException {
        return waiting.await(libc, descriptor, Libc.POLLIN);
    }

    /** Returns the next packet that can be read as ICMP, or nothing if none has arrived. Does not wait. */
    Optional<IcmpPacket> receive() {
        while (true) {
            received.clear();
            ByteBuffer sender = Sockaddr.empty();
            int length;
            try {
                length = libc.recvmsg(descriptor, received, 0, sender);
            } catch (LinuxException failure) {
                if (failure.errno() == Errno.EAGAIN) {
                    return Optional.empty();
                }
                throw failure;
            }
            received.limit(length);
            Optional<IcmpPacket> packet =
                    IcmpPacket.read(ipv6, Sockaddr.read(sender).getAddress(), received);
            if (packet.isPresent()) {
                return packet;
            }
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
