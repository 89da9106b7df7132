package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Datagrams;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Tap;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.OneMistake;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TapLinkTests {

    private static final int IPV4_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int PROTOCOL = 9;
    private static final int UDP = 17;

    private static final Topology ALONE = Topology.of(Namespace.of("a"), BridgeLink.of("a", "br0"));

    @Test
    void readsAsIpWritesIt() {
        assertThat(TapLink.of("a", "tap0", "10.0.0.1/24")).hasToString("tuntap a:tap0 mode tap");
        assertThat(TapLink.of("a", "tun0").mode(TapMode.TUN).withMultiQueue())
                .hasToString("tuntap a:tun0 mode tun multi_queue");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        List.of(TapLink.of("a", "t").mode(TapMode.TUN).mac("02:00:00:00:00:01")),
                        "in the mode TUN it carries IP packets, and has no MAC address [02:00:00:00:00:01]"),
                arguments(
                        List.of(TapLink.of("a", "t").mode(TapMode.TUN).master("br0")),
                        "in the mode TUN it carries IP packets, and cannot be a port of the bridge [br0]"),
                arguments(List.of(TapLink.of("a", "a name of many bytes")), "a name of many bytes"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void isRefusedIfItCannotBeMade(List<Part> parts, String words) {
        OneMistake.assertTold(words, ALONE, parts);
    }

    @Nested
    @EnabledIfKernelHas(KernelFeature.TUN)
    @NetNamespace("a")
    @Tag("kernel")
    class Opened {

        @Test
        @Tap(namespace = "a", name = "tun0", mode = TapMode.TUN, address = "10.0.0.1/24")
        void oneReadIsOnePacketAndOneWriteIsOne(@NetNamespace("a") NetworkNamespace a) throws Exception {
            try (ByteChannel packets = a.openTap("tun0");
                    DatagramSocket socket = a.call(() -> new DatagramSocket(5000, InetAddress.getByName("10.0.0.1")))) {
                Datagrams.send(socket, "one", InetAddress.getByName("10.0.0.2"), 6000);
                Datagrams.send(socket, "two, which is longer", InetAddress.getByName("10.0.0.2"), 6000);

                ByteBuffer first = nextUdp(packets);
                assertThat(payload(first)).isEqualTo("one");
                assertThat(payload(nextUdp(packets))).isEqualTo("two, which is longer");

                assertThat(packets.write(answerTo(first))).isEqualTo(first.limit());
                DatagramPacket received = new DatagramPacket(new byte[100], 100);
                socket.setSoTimeout(10_000);
                socket.receive(received);
                assertThat(new String(received.getData(), 0, received.getLength(), UTF_8))
                        .isEqualTo("one");
                assertThat(received.getAddress().getHostAddress()).isEqualTo("10.0.0.2");
            }
        }

        @Test
        @Tap(namespace = "a", name = "tap0", address = "fd00::1/64", mac = "02:00:00:00:00:0a", mtu = 9000)
        void hasACarrierAndUsableAddressesWhileItIsOpen(@NetNamespace("a") NetworkNamespace a) throws IOException {
            assertThat(a.interfaceNamed("tap0").carrier()).isFalse();
            try (ByteChannel frames = a.openTap("tap0")) {
                assertThat(frames.isOpen()).isTrue();
                assertThat(a).hasInterface("tap0").isUp().hasAddress("fd00::1/64");
                assertThat(a.interfaceNamed("tap0").carrier()).isTrue();
                assertThat(a.interfaceNamed("tap0").mtu()).isEqualTo(9000);
                assertThat(a.interfaceNamed("tap0").mac()).isEqualTo("02:00:00:00:00:0a");
                assertThat(a.interfaceNamed("tap0").kind()).isEqualTo("tun");
            }
            assertThat(a.interfaceNamed("tap0").carrier()).isFalse();
        }

        @Test
        @Tap(namespace = "a", name = "tap0", address = "10.0.0.1/24")
        void aFrameStaysUntilItFitsTheBuffer(@NetNamespace("a") NetworkNamespace a) throws Exception {
            try (ByteChannel frames = a.openTap("tap0")) {
                a.run(() -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        Datagrams.send(
                                socket,
                                "hello",
                                InetAddress.getByName("10.0.0.2"),
                                6000); // asks for the MAC address first
                    }
                });
                ByteBuffer small = ByteBuffer.allocate(10);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> frames.read(small))
                        .withMessageMatching(
                                "the packet has \\d+ bytes, and the buffer has room for 10; the next read returns it again");
                assertThat(small.position()).isZero();
                ByteBuffer large = ByteBuffer.allocate(2000);
                assertThat(frames.read(large)).isGreaterThanOrEqualTo(42).isEqualTo(large.position());
            }
        }

        @Test
        @Tap(namespace = "a", name = "tap0")
        @Tap(namespace = "a", name = "tun0", mode = TapMode.TUN)
        void whatIsNoPacketIsRefusedInWords(@NetNamespace("a") NetworkNamespace a) throws IOException {
            try (ByteChannel frames = a.openTap("tap0");
                    ByteChannel packets = a.openTap("tun0")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> frames.write(ByteBuffer.allocate(13)))
                        .withMessage("[tap0] takes Ethernet frames, which begin with a header of 14 bytes,"
                                + " and this one has only 13");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> packets.write(ByteBuffer.allocate(40)))
                        .withMessage("[tun0] takes IP packets, which begin with their version, 4 or 6,"
                                + " and this one begins with 0");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> packets.write(ByteBuffer.allocate(0)))
                        .withMessageEndingWith("and this one is empty");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> frames.write(ByteBuffer.allocate(70_000)))
                        .withMessageStartingWith("a packet of 70000 bytes; the largest has ");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> frames.read(ByteBuffer.allocate(2000).asReadOnlyBuffer()))
                        .withMessage("the buffer is read-only");
                a.linkDown("tap0");
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> frames.write(ByteBuffer.allocate(60)))
                        .withMessageStartingWith("interface [tap0]: it is down (");
            }
        }

        @Test
        @Tap(namespace = "a", name = "tap0", up = false)
        void aReadEndsWhenTheChannelIsClosed(@NetNamespace("a") NetworkNamespace a) throws Exception {
            ByteChannel frames = a.openTap("tap0");
            FutureTask<Integer> reading = new FutureTask<>(() -> frames.read(ByteBuffer.allocate(2000)));
            waitingIn(reading);
            frames.close();
            assertEndedBy(AsynchronousCloseException.class, reading);
            assertThatExceptionOfType(ClosedChannelException.class)
                    .isThrownBy(() -> frames.read(ByteBuffer.allocate(2000)));
            assertThatExceptionOfType(ClosedChannelException.class)
                    .isThrownBy(() -> frames.write(ByteBuffer.allocate(60)));
            frames.close();
        }

        @Test
        @Tap(namespace = "a", name = "tap0", up = false)
        void aReadEndsWhenItsThreadIsInterrupted(@NetNamespace("a") NetworkNamespace a) throws Exception {
            ByteChannel frames = a.openTap("tap0");
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            FutureTask<Integer> reading = new FutureTask<>(() -> {
                try {
                    return frames.read(ByteBuffer.allocate(2000));
                } finally {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            waitingIn(reading).interrupt();
            assertEndedBy(ClosedByInterruptException.class, reading);
            assertThat(interrupted).isCompletedWithValue(true);
            assertThat(frames.isOpen()).isFalse();
        }

        @Test
        void aReadEndsWhenTheInterfaceIsTakenAway(Lab lab, @NetNamespace("a") NetworkNamespace a) throws Exception {
            FutureTask<Integer> reading;
            try (Addition tap = lab.add(TapLink.of("a", "tap0", "10.0.0.1/24").down())) {
                ByteChannel frames = a.openTap("tap0");
                reading = new FutureTask<>(() -> frames.read(ByteBuffer.allocate(2000)));
                waitingIn(reading);
                assertThat(tap.parts()).hasSize(1);
            }
            assertEndedBy(AsynchronousCloseException.class, reading);
            assertThat(a).hasOnlyInterfaces("lo");
        }

        @Test
        @Tap(namespace = "a", name = "tap0", up = false)
        void aReadReturnsTheEndWhenTheInterfaceWasRemovedByHand(@NetNamespace("a") NetworkNamespace a)
                throws Exception {
            try (ByteChannel frames = a.openTap("tap0")) {
                FutureTask<Integer> reading = new FutureTask<>(() -> frames.read(ByteBuffer.allocate(2000)));
                waitingIn(reading);
                a.removeLink("tap0");
                assertThat(reading).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(-1);
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> frames.write(ByteBuffer.allocate(60)))
                        .withMessageStartingWith("interface [tap0]: it was removed (");
            }
        }

        @Test
        @Tap(namespace = "a", name = "one")
        @Tap(namespace = "a", name = "many", multiQueue = true)
        void isOpenOnceUnlessItHasManyQueues(@NetNamespace("a") NetworkNamespace a) throws IOException {
            ByteChannel first = a.openTap("one");
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(() -> a.openTap("one"))
                    .withMessageStartingWith(
                            "namespace [a], interface [one]: could not open the interface: it is open already");
            first.close();
            try (ByteChannel again = a.openTap("one");
                    ByteChannel queue1 = a.openTap("many");
                    ByteChannel queue2 = a.openTap("many")) {
                assertThat(List.of(again, queue1, queue2)).allMatch(ByteChannel::isOpen);
            }
        }

        @Test
        void onlyATapCanBeOpened(@NetNamespace("a") NetworkNamespace a) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> a.openTap("tap0"))
                    .withMessageContaining("tap0");
            a.addVethPair("v0", "v1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> a.openTap("v0"))
                    .withMessage("[v0] is a veth; only a TUN, TAP or MACVTAP interface can be opened");
        }

        @Test
        void closesWithItsLab() throws Exception {
            ByteChannel frames;
            FutureTask<Integer> reading;
            try (Lab lab = Lab.create(
                    Topology.of(Namespace.of("b"), TapLink.of("b", "tap0").down()))) {
                frames = lab.namespace("b").openTap("tap0");
                reading = new FutureTask<>(() -> frames.read(ByteBuffer.allocate(2000)));
                waitingIn(reading);
            }
            assertEndedBy(AsynchronousCloseException.class, reading);
            assertThat(frames.isOpen()).isFalse();
        }

        @Test
        void doesNotTakeTheNameOfAnother(Lab lab, @NetNamespace("a") NetworkNamespace a) {
            IpCommand.assumeThere();
            assertThat(a.exec("ip", "tuntap", "add", "mode", "tap", "name", "tap1")
                            .exitCode())
                    .isZero();
            assertThatExceptionOfType(LabException.class)
                    .isThrownBy(() -> lab.add(TapLink.of("a", "tap1")))
                    .withMessageStartingWith(
                            "namespace [a], interface [tap1]: could not add the tuntap a:tap1 mode tap: ");
            assertThat(a).hasOnlyInterfaces("lo", "tap1");
        }

        @Test
        @Tap(namespace = "a", name = "tap0")
        void aProgramCanOpenItToo(@NetNamespace("a") NetworkNamespace a) {
            IpCommand.assumeThere();
            assertThat(a.exec("ip", "tuntap", "show").output()).contains("tap0: tap persist");
        }
    }

    @Test
    void tellsWhatToDoWhereTheDeviceFileIsMissing() throws Exception {
        List<String> withoutFile =
                List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs none /dev/net && exec \"$@\"", "sh");
        assertThat(ChildJvm.of(MakesTap.class).startedBy(withoutFile).output())
                .startsWith(
                        "could not make [tuntap a:tap0 mode tap]: the kernel has no TUN, or this user may not use it"
                                + " (open(/dev/net/tun): ENOENT (No such file or directory)); load its module (modprobe tun)")
                .contains("--device /dev/net/tun");
    }

    /** Prints why a lab with a TAP interface cannot be made. */
    static final class MakesTap {
        private MakesTap() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("a"), TapLink.of("a", "tap0")))) {
                System.out.println(lab);
            } catch (MissingFeatureException expected) {
                System.out.println(expected.getMessage());
            }
        }
    }

    /** Starts a thread that performs a task, and returns once it waits for a packet. */
    private static Thread waitingIn(FutureTask<Integer> read) {
        Thread thread = new Thread(read);
        thread.setDaemon(true);
        thread.start();
        while (Arrays.stream(thread.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("poll"))) {
            assertThat(read).isNotDone();
            Thread.onSpinWait();
        }
        return thread;
    }

    private static void assertEndedBy(Class<? extends IOException> expected, FutureTask<Integer> read) {
        assertThat(read)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(expected);
    }

    /** The next UDP packet over IPv4: the kernel sends others by itself. */
    private static ByteBuffer nextUdp(ByteChannel packets) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(2000);
        do {
            packet.clear();
            assertThat(packets.read(packet)).isPositive();
            packet.flip();
        } while (packet.get(0) != 0x45 || packet.get(PROTOCOL) != UDP);
        return packet;
    }

    private static String payload(ByteBuffer udp) {
        int start = IPV4_HEADER + UDP_HEADER;
        byte[] payload = new byte[udp.limit() - start];
        udp.get(start, payload);
        return new String(payload, UTF_8);
    }

    /** The packet with both ends exchanged, which leaves all checksums right. */
    private static ByteBuffer answerTo(ByteBuffer udp) {
        ByteBuffer answer = ByteBuffer.allocate(udp.limit()).put(udp.duplicate());
        return answer.putInt(12, udp.getInt(16))
                .putInt(16, udp.getInt(12))
                .putShort(IPV4_HEADER, udp.getShort(IPV4_HEADER + 2))
                .putShort(IPV4_HEADER + 2, udp.getShort(IPV4_HEADER))
                .flip();
    }
}
