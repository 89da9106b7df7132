package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** One echo request and the wait for its reply, or for the error that came instead of it. */
final class EchoExchange {

    /** As ping(8) sends: 8 bytes of header, 56 of content. */
    private static final int LENGTH = 64;

    /** Two probes of one JVM never share an identifier by chance, and starting anywhere keeps two JVMs apart. */
    private static final AtomicInteger IDENTIFIERS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(0x10000));

    private final Libc libc;
    private final InetAddress target;
    private final boolean six;
    private final int identifier = IDENTIFIERS.getAndIncrement() & 0xffff;
    private final int sequence = 1;

    EchoExchange(Libc libc, InetAddress target) {
        this.libc = libc;
        this.target = target;
        this.six = SocketAddress.family(target) == Libc.AF_INET6;
    }

    Reachability run(Deadline deadline) throws InterruptedException {
        try (IcmpSocket socket = new IcmpSocket(libc, SocketAddress.family(target))) {
            ByteBuffer request = request();
            long sent = System.nanoTime();
            try {
                socket.send(request, target);
            } catch (LinuxException refused) {
                return KernelRefusal.of(refused, target);
            }
            while (socket.await(deadline)) {
                long arrived = System.nanoTime();
                Optional<Reachability> answer = socket.receive().flatMap(packet -> answer(packet, arrived - sent));
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            return new NotReached(Unreachable.TIMED_OUT, deadline.silence());
        }
    }

    private Optional<Reachability> answer(IcmpPacket packet, long nanos) {
        if (packet.isReplyTo(identifier, sequence)) {
            return Optional.of(new Reached(Duration.ofNanos(nanos)));
        }
        return packet.errorAbout(this::isOurs).map(IcmpError::notReached);
    }

    private boolean isOurs(IcmpPacket.Original original) {
        return original.protocol() == (six ? Icmp.PROTOCOL_6 : Icmp.PROTOCOL)
                && original.destination().equals(target)
                && IcmpPacket.isEcho(original.start(), identifier, sequence);
    }

    private ByteBuffer request() {
        ByteBuffer request = ByteBuffer.allocateDirect(LENGTH); // big-endian, as the network is
        request.put(0, (byte) (six ? Icmp.ECHO_REQUEST_6 : Icmp.ECHO_REQUEST));
        request.putShort(4, (short) identifier).putShort(6, (short) sequence);
        if (!six) { // of ICMPv6 packets the kernel fills it in, for it covers the source address (RFC 3542, 3.1)
            request.putShort(2, checksum(request));
        }
        return request;
    }

    /** The Internet checksum (RFC 1071). */
    static short checksum(ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < packet.limit(); i += 2) {
            int low = i + 1 < packet.limit() ? packet.get(i + 1) & 0xff : 0;
            sum += ((packet.get(i) & 0xff) << 8) | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
