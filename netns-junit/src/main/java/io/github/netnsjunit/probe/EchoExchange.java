package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Echo requests and the wait for a reply, or for the error that came instead of one. */
final class EchoExchange {

    /** As ping(8) sends: 8 bytes of header, 56 of content. */
    private static final int LENGTH = 64;

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    /**
     * An IPv4 error costs a Linux router two of the tokens that a peer is given one of a second, and one of them is lost if there
     * are not two (ip_error and icmpv4_xrlim_allow): who asks every second may never hear why it gets no answer.
     */
    private static final Duration NEXT_INTERVAL = Duration.ofMillis(2_100);

    /**
     * Keeps probes of one JVM apart, until 65,536 later ones have begun; two JVMs in one namespace, which start anywhere, very
     * probably. The sender of a reply is not compared: to a request for a multicast address, or one of a host's many, it is another.
     */
    private static final AtomicInteger IDENTIFIERS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(0x10000));

    private final Libc libc;
    private final InetAddress target;
    private final boolean six;
    private final int identifier = IDENTIFIERS.getAndIncrement() & 0xffff;
    /** When each request left, by its sequence number. */
    private final List<Long> sent = new ArrayList<>();

    EchoExchange(Libc libc, InetAddress target) {
        this.libc = libc;
        this.target = target;
        this.six = Family.of(target) == Libc.AF_INET6;
    }

    Reachability run(Waiting waiting) throws InterruptedException {
        try (IcmpSocket socket = new IcmpSocket(libc, Family.of(target))) {
            do {
                ByteBuffer request = request(sent.size());
                sent.add(System.nanoTime());
                try {
                    socket.send(request, target);
                } catch (LinuxException refused) {
                    return KernelRefusal.of(refused, target);
                }
                Waiting repetition = waiting.atMost(sent.size() == 1 ? FIRST_INTERVAL : NEXT_INTERVAL);
                while (socket.await(repetition)) {
                    long arrived = System.nanoTime();
                    Optional<Reachability> answer = socket.receive().flatMap(packet -> answer(packet, arrived));
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                }
            } while (!waiting.isOver());
            return new NotReached(Unreachable.TIMED_OUT, waiting.silence());
        }
    }

    private Optional<Reachability> answer(IcmpPacket packet, long arrived) {
        OptionalInt sequence = packet.replyTo(identifier);
        if (sequence.isPresent() && sequence.getAsInt() < sent.size()) {
            return Optional.of(new Reached(Duration.ofNanos(arrived - sent.get(sequence.getAsInt()))));
        }
        return packet.errorAbout(this::isOurs).map(IcmpError::notReached);
    }

    private boolean isOurs(IcmpPacket.Original original) {
        return original.protocol() == (six ? Icmp.PROTOCOL_6 : Icmp.PROTOCOL)
                && original.destination().equals(target)
                && IcmpPacket.isEcho(original.start(), identifier);
    }

    private ByteBuffer request(int sequence) {
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
