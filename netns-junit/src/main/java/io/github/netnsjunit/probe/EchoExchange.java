package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.socket.IpProtocol;
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

/** Sends echo requests, and waits for a reply or for an error that comes instead. */
final class EchoExchange {

    /** The length of a request, the same as that of ping(8): 8 bytes of header and 56 bytes of content. */
    private static final int LENGTH = 64;

    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);

    /**
     * A Linux router limits its IPv4 errors with tokens, of which each peer gets one a second. An error needs two tokens. If there is
     * only one, the router spends it and sends no error (ip_error and icmpv4_xrlim_allow). So a sender with one request each second
     * may never get an error.
     */
    private static final Duration NEXT_INTERVAL = Duration.ofMillis(2_100);

    /**
     * The identifiers of the next echo requests. A raw socket receives the replies to all probes of its namespace, and finds its
     * own by the identifier. Within one JVM an identifier is used again only after 65,536 probes; for two JVMs in one namespace
     * the random start makes the same identifier improbable. The sender of a reply cannot be used instead: a host may reply from
     * another of its addresses, as it does to a multicast request.
     */
    private static final AtomicInteger IDENTIFIERS =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(0x10000));

    private final Libc libc;
    private final InetAddress target;
    private final boolean ipv6;
    private final int identifier = IDENTIFIERS.getAndIncrement() & 0xffff;
    /** When each request was sent; the index is its sequence number. */
    private final List<Long> sent = new ArrayList<>();

    EchoExchange(Libc libc, InetAddress target) {
        this.libc = libc;
        this.target = target;
        this.ipv6 = Family.of(target) == Libc.AF_INET6;
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
                Waiting untilNextRequest = waiting.atMost(sent.size() == 1 ? FIRST_INTERVAL : NEXT_INTERVAL);
                while (socket.await(untilNextRequest)) {
                    long arrived = System.nanoTime();
                    Optional<Reachability> result = socket.receive().flatMap(packet -> resultOf(packet, arrived));
                    if (result.isPresent()) {
                        return result.get();
                    }
                }
            } while (!waiting.isOver());
            return new NotReached(Unreachable.TIMED_OUT, waiting.describeSilence());
        }
    }

    /** Returns nothing if the packet answers another probe. */
    private Optional<Reachability> resultOf(IcmpPacket packet, long arrived) {
        OptionalInt sequence = packet.replyTo(identifier);
        if (sequence.isPresent() && sequence.getAsInt() < sent.size()) {
            return Optional.of(new Reached(Duration.ofNanos(arrived - sent.get(sequence.getAsInt()))));
        }
        return packet.errorAbout(this::isFromHere).map(IcmpError::notReached);
    }

    private boolean isFromHere(IcmpPacket.Original original) {
        return original.protocol() == (ipv6 ? IpProtocol.IPPROTO_ICMPV6 : IpProtocol.IPPROTO_ICMP)
                && original.destination().equals(target)
                && IcmpPacket.hasIdentifier(original.start(), identifier);
    }

    private ByteBuffer request(int sequence) {
        ByteBuffer request = ByteBuffer.allocateDirect(LENGTH); // big-endian, which is network byte order
        request.put(0, (byte) (ipv6 ? Icmp.ICMPV6_ECHO_REQUEST : Icmp.ICMP_ECHO));
        request.putShort(4, (short) identifier).putShort(6, (short) sequence);
        if (!ipv6) {
            // The checksum of ICMPv6 includes the source address, so the kernel writes it (RFC 3542, section 3.1).
            request.putShort(2, checksum(request));
        }
        return request;
    }

    /** Computes the Internet checksum (RFC 1071). */
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
