package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A raw socket in the calling thread's namespace that hears every ICMP packet which arrives there, whoever it is for. */
final class IcmpSocket implements AutoCloseable {

    /** Larger than what any error carries back: an ICMPv6 error fills the least IPv6 MTU, 1280 bytes. */
    private static final int LONGEST = 2048;

    private final Libc libc;
    private final boolean six;
    private final Descriptor descriptor;
    private final ByteBuffer received = ByteBuffer.allocateDirect(LONGEST);

    IcmpSocket(Libc libc, int family) {
        this.libc = libc;
        this.six = family == Libc.AF_INET6;
        this.descriptor =
                libc.socket(family, Libc.SOCK_RAW | Libc.SOCK_NONBLOCK, six ? Icmp.PROTOCOL_6 : Icmp.PROTOCOL);
    }

    void send(ByteBuffer packet, InetAddress target) {
        libc.sendmsg(descriptor, packet, 0, Sockaddr.of(target, 0));
    }

    /** Waits for the next packet; false when the time was up first. */
    boolean await(Waiting waiting) throws InterruptedException {
        return waiting.await(libc, descriptor, Libc.POLLIN);
    }

    /** The next packet that makes sense; empty if none waits. */
    Optional<IcmpPacket> receive() {
        while (true) {
            received.clear();
            ByteBuffer from = Sockaddr.empty();
            int length;
            try {
                length = libc.recvmsg(descriptor, received, 0, from);
            } catch (LinuxException failure) {
                if (failure.errno() == Errno.EAGAIN) {
                    return Optional.empty();
                }
                throw failure;
            }
            received.limit(length);
            Optional<IcmpPacket> packet = IcmpPacket.read(six, Sockaddr.address(from), received);
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
