package io.github.netnsjunit.lab.jvm;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.address.AddAddress;
import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.link.SetLink;
import io.github.netnsjunit.kernel.link.SetWithoutArp;
import io.github.netnsjunit.kernel.link.VethKind;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.AddRoute;
import io.github.netnsjunit.kernel.route.AddRule;
import io.github.netnsjunit.kernel.route.RouteSpec;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleSelectors;
import io.github.netnsjunit.kernel.route.RuleSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Hears what is sent towards the outside. The default route of the JVM's network leads into a cable; its other end is in a namespace that
 * nobody else uses, where a thread reads each packet, tells of it, and answers that nobody is reachable. So the sender fails at once.
 */
final class EgressSink {

    /** What code inside sees of it. */
    static final String INTERFACE = "egress0";

    /** An address of RFC 5737, so that packets have a source. */
    private static final String IPV4 = "192.0.2.1";

    /** An address of RFC 3849. */
    private static final String IPV6 = "2001:db8::1";

    /** Nobody is there, but the questions that are sent to it are heard. */
    static final String NAME_SERVER = "192.0.2.53";

    /** Below all indexes that labs choose, and above those that the kernel does. */
    private static final int INDEX = 9_999;

    /** After the kernel's rule for the table of local addresses (0), and before that for the main table (32766). */
    private static final int RULE_PRIORITY = 1;

    /** In {@code linux/socket.h}. */
    private static final int AF_PACKET = 17;

    /** In {@code linux/net.h}. A packet socket of this type leaves the Ethernet header to the kernel; see packet(7). */
    private static final int SOCK_DGRAM = 2;

    /** {@code ETH_P_ALL} of {@code linux/if_ether.h} in network byte order. */
    private static final int ALL_PROTOCOLS = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 0x0003 : 0x0300;

    /** {@code struct sockaddr_ll} of {@code linux/if_packet.h}. */
    private static final int SOCKADDR_LL = 20;

    private static final int FRAME_PROTOCOL = 2;
    private static final int PACKET_TYPE = 10;

    /** In {@code linux/if_ether.h}. */
    private static final int ETH_P_IP = 0x0800;

    private static final int ETH_P_IPV6 = 0x86dd;

    /** In {@code linux/if_packet.h}: this socket sees its own answers too. */
    private static final int PACKET_OUTGOING = 4;

    private static final int LARGEST_PACKET = 65_536;

    /** More than the kernel keeps for a socket with its usual buffer of 208 KiB, where the smallest packet takes some 0.75 KiB. */
    private static final int MOST_WAITING = 512;

    private final Libc libc;
    private final Descriptor socket;
    private final Consumer<LeavingPacket> heard;

    /** Fair, so that a thread that settles gets its turn while many packets come. Guards what follows. */
    private final ReentrantLock reading = new ReentrantLock(true);

    /** The last connections that were asked for. */
    private final Set<ByteBuffer> connections = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > MOST_WAITING;
        }
    });

    private final ByteBuffer data = ByteBuffer.allocateDirect(LARGEST_PACKET);
    private final ByteBuffer from = ByteBuffer.allocateDirect(SOCKADDR_LL);

    private EgressSink(Libc libc, Descriptor socket, Consumer<LeavingPacket> heard) {
        this.libc = libc;
        this.socket = socket;
        this.heard = heard;
    }

    /** Makes it in the network of the calling thread, which is the JVM's. */
    static EgressSink open(Libc libc, Consumer<LeavingPacket> heard) {
        CompletableFuture<EgressSink> opening = new CompletableFuture<>();
        try (Descriptor network = libc.open("/proc/thread-self/ns/net", Libc.O_RDONLY, 0)) {
            Thread reader = new Thread(() -> openAndRead(libc, network, heard, opening), "netns-junit egress");
            reader.setDaemon(true);
            reader.start();
            EgressSink sink = opening.join();
            execute(libc, leadThere());
            if (hasIpv6()) {
                refuseFromLoopback(libc);
            }
            return sink;
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** Makes the cable from its far end, in a new namespace of the calling thread. */
    private static void openAndRead(
            Libc libc, Descriptor network, Consumer<LeavingPacket> heard, CompletableFuture<EgressSink> opening) {
        EgressSink sink;
        try {
            libc.unshare(Libc.CLONE_NEWNET);
            sink = new EgressSink(libc, libc.socket(AF_PACKET, SOCK_DGRAM, ALL_PROTOCOLS), heard);
            execute(
                    libc,
                    List.of(
                            NewLink.of(
                                    NewInterface.of(INDEX, "far"),
                                    new VethKind(NewInterface.of(INDEX, INTERFACE), network)),
                            SetLink.up(INDEX)));
            opening.complete(sink);
        } catch (RuntimeException | Error failure) {
            opening.completeExceptionally(failure);
            return;
        }
        while (true) {
            try {
                sink.await();
                sink.hearNext();
            } catch (Throwable failure) { // without this thread nobody inside would get an answer any more
                System.getLogger(EgressSink.class.getName())
                        .log(System.Logger.Level.WARNING, "could not read what is sent towards the outside", failure);
            }
        }
    }

    /** What the near end needs, so that every packet without a better route goes there. */
    private static List<NetlinkRequest> leadThere() {
        List<NetlinkRequest> requests = new ArrayList<>();
        requests.add(new SetWithoutArp(INDEX));
        requests.add(new AddAddress(INDEX, IpAddress.parse(IPV4), 32));
        requests.add(defaultRoute("0.0.0.0"));
        if (hasIpv6()) {
            requests.add(new AddAddress(INDEX, IpAddress.parse(IPV6), 128));
            requests.add(defaultRoute("::"));
        }
        return requests;
    }

    /** The kernel would send packets from {@code ::1}, but take no answer to them. Without policy routing it has no way to refuse them. */
    private static void refuseFromLoopback(Libc libc) {
        RuleSelectors from = new RuleSelectors(IpNetwork.parse("::1/128"), null, null, null, 0, 0, 0, null, null, null);
        try {
            execute(libc, List.of(new AddRule(new RuleSpec(true, RULE_PRIORITY, from, RouteType.UNREACHABLE, 0))));
        } catch (LinuxException refused) {
            if (refused.errno() != Errno.EOPNOTSUPP && refused.errno() != Errno.EAFNOSUPPORT) {
                throw refused;
            }
        }
    }

    /** The kernel may be without IPv6, or have it turned off for new interfaces: then it refuses an address. */
    private static boolean hasIpv6() {
        Path disabled = Path.of("/proc/sys/net/ipv6/conf", INTERFACE, "disable_ipv6");
        try {
            return Files.exists(disabled) && Files.readString(disabled).strip().equals("0");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static AddRoute defaultRoute(String all) {
        return new AddRoute(new RouteSpec(IpAddress.parse(all), 0, null, INDEX, 0, RouteType.UNICAST));
    }

    private static void execute(Libc libc, List<NetlinkRequest> requests) {
        try (NetlinkSocket netlink = NetlinkSocket.open(libc)) {
            netlink.execute(requests);
        }
    }

    private void await() {
        libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, Integer.MAX_VALUE);
    }

    private boolean hasArrived() {
        return libc.poll(new Descriptor[] {socket}, (short) Libc.POLLIN, 0)[0] != 0;
    }

    /** Tells of everything that was sent until now, also while more is sent. Without packets it takes a system call. */
    void settle() {
        int heardNow = 0;
        while (heardNow < MOST_WAITING && hearNext()) {
            heardNow++;
        }
    }

    /** Tells of the next packet, if there is one. */
    private boolean hearNext() {
        reading.lock();
        try {
            if (!hasArrived()) {
                return false;
            }
            data.clear();
            from.clear();
            int length = libc.recvmsg(socket, data, Libc.MSG_DONTWAIT, from);
            if (from.get(PACKET_TYPE) != PACKET_OUTGOING && isIp(from.getShort(FRAME_PROTOCOL) & 0xffff)) {
                data.limit(Math.min(length, data.capacity()));
                LeavingPacket packet = LeavingPacket.parse(data);
                if (packet != null) {
                    tellAndRefuse(packet);
                }
            }
            return true;
        } finally {
            reading.unlock();
        }
    }

    /** A program can write frames of other kinds, of which nobody expects an answer. */
    private static boolean isIp(int frameProtocol) {
        return frameProtocol == ETH_P_IP || frameProtocol == ETH_P_IPV6;
    }

    /** Tells first, because the sender waits for the answer meanwhile, so that its stack shows where it is. */
    private void tellAndRefuse(LeavingPacket packet) {
        try {
            if (!packet.isTcp() || connections.add(packet.connection())) {
                heard.accept(packet);
            }
        } catch (RuntimeException failure) { // the next sender must get an answer too
            System.getLogger(EgressSink.class.getName())
                    .log(System.Logger.Level.WARNING, "could not tell of " + packet.describe(), failure);
        } finally {
            for (ByteBuffer answer : Refusing.answers(packet)) {
                try {
                    libc.sendmsg(socket, answer, from);
                } catch (LinuxException interfaceDown) { // a test may take it down: then nobody hears the answer
                    System.getLogger(EgressSink.class.getName())
                            .log(System.Logger.Level.DEBUG, "no answer", interfaceDown);
                }
            }
        }
    }
}
