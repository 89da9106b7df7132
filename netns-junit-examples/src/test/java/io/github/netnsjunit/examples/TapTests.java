package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Macvtap;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Tap;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.TapMode;
import io.github.netnsjunit.topology.KernelFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interfaces whose packets Java code reads and writes. */
@NetNamespace("blue")
@EnabledIfKernelHas(KernelFeature.TUN)
@Timeout(60)
@Tag("kernel")
class TapTests {

    // tag::tun[]
    @Test
    @Tap(namespace = "blue", name = "tun0", mode = TapMode.TUN, address = "10.0.0.1/24")
    void javaCodeAnswersPings(@NetNamespace("blue") NetworkNamespace blue) throws IOException {
        try (ByteChannel packets = blue.openTap("tun0")) {
            new Thread(() -> answerPings(packets)).start(); // ends when the channel is closed
            assertThat(blue).canPing("10.0.0.2").canPing("10.0.0.77");
        }
    }
    // end::tun[]

    // tag::tap[]
    @Test
    @NetNamespace("switch")
    @Bridge(namespace = "switch", name = "br0")
    @VethPair(
            left = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.1/24", mac = "02:00:00:00:00:01"),
            right = @VethEnd(namespace = "switch", name = "port0", master = "br0"))
    @Tap(namespace = "switch", name = "tap0", master = "br0")
    void javaCodeIsAHostOnASwitch(Lab lab) throws IOException {
        try (ByteChannel frames = lab.namespace("switch").openTap("tap0")) {
            frames.write(arpRequest("02:00:00:00:00:99", "10.0.0.99", "10.0.0.1"));
            assertThat(nextArpAnswer(frames)).isEqualTo("02:00:00:00:00:01");
        }
    }
    // end::tap[]

    // tag::macvtap[]
    @Test
    @EnabledIfKernelHas({KernelFeature.MACVTAP, KernelFeature.HOST_NAMESPACE})
    @NetNamespace("machine")
    @VethPair(
            left = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.1/24", mac = "02:00:00:00:00:01"),
            right = @VethEnd(namespace = "machine", name = "eth0"))
    @Macvtap(namespace = "machine", name = "tap0", below = "eth0", mac = "02:00:00:00:00:99")
    void javaCodeIsAHostOnACable(Lab lab) throws IOException {
        try (ByteChannel frames = lab.namespace("machine").openTap("tap0")) {
            frames.write(arpRequest("02:00:00:00:00:99", "10.0.0.99", "10.0.0.1"));
            assertThat(nextArpAnswer(frames)).isEqualTo("02:00:00:00:00:01");
        }
    }
    // end::macvtap[]

    private static final int ECHO_REQUEST = 8;

    /** Turns each echo request over IPv4 into its answer, until the channel is closed. */
    private static void answerPings(ByteChannel packets) {
        ByteBuffer packet = ByteBuffer.allocate(1500);
        try {
            while (packets.read(packet.clear()) > 0) {
                packet.flip();
                if (packet.get(0) == 0x45 && packet.get(9) == 1 && packet.get(20) == ECHO_REQUEST) {
                    int source = packet.getInt(12);
                    packet.putInt(12, packet.getInt(16)).putInt(16, source);
                    packet.put(20, (byte) 0);
                    int checksum = Short.toUnsignedInt(packet.getShort(22)) + (ECHO_REQUEST << 8);
                    packet.putShort(22, (short) (checksum + (checksum >> 16)));
                    packets.write(packet);
                }
            }
        } catch (ClosedChannelException done) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A broadcast that asks who has an address (RFC 826). */
    private static ByteBuffer arpRequest(String mac, String from, String to) {
        String own = mac.replace(":", "");
        return ByteBuffer.wrap(HexFormat.of()
                .parseHex("ffffffffffff" + own + "0806" + "0001080006040001" + own + hex(from) + "000000000000"
                        + hex(to)));
    }

    private static String hex(String ipv4) {
        StringBuilder hex = new StringBuilder();
        for (String part : ipv4.split("\\.", -1)) {
            hex.append(HexFormat.of().toHexDigits(Byte.parseByte(part)));
        }
        return hex.toString();
    }

    /** The MAC address in the next answer; other frames are passed over. */
    private static String nextArpAnswer(ByteChannel frames) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(1600);
        do {
            frames.read(frame.clear());
        } while (frame.getShort(12) != 0x0806 || frame.getShort(20) != 2);
        return HexFormat.ofDelimiter(":").formatHex(frame.array(), 22, 28);
    }
}
