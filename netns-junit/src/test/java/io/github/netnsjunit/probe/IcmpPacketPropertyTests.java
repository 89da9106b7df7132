package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ObjectAssert;

/** Of what a raw socket receives, everybody on the way may have written every byte. */
class IcmpPacketPropertyTests {

    private static final int IDENTIFIER = 0x1234;

    /** ICMP 3/1, with its IP header, as a Linux 6.18 raw socket received it from its own kernel, about an echo to 10.0.0.99. */
    private static final String HOST_UNREACHABLE = "45c000404a5d000040011b9d0a0000020a000002"
            + "0301fcfe000000004500002486b8400040019fbc0a0000020a0000630800e5ca123400010000000000000000";

    /** ICMPv6 1/3, likewise, about an echo to fd00::99. */
    private static final String ADDRESS_UNREACHABLE = "010333dc000000006009369100103a40"
            + "fd000000000000000000000000000002fd000000000000000000000000000099"
            + "800072e3123400010000000000000000";

    @Property
    void anyBytesAreReadWithoutAnException(@ForAll byte[] bytes, @ForAll boolean six) {
        readEverything(bytes, six);
    }

    /** Bytes that begin like an answer get further than noise does. */
    @Property
    void theBeginningOfAnAnswerBeforeAnyBytesToo(
            @ForAll("beginnings") byte[] beginning, @ForAll @Size(max = 120) byte[] rest, @ForAll boolean six) {
        ByteBuffer bytes = ByteBuffer.allocate(beginning.length + rest.length);
        readEverything(bytes.put(beginning).put(rest).array(), six);
    }

    @Property
    void anErrorCutShortToo(@ForAll boolean six, @ForAll @IntRange(max = 63) int length) {
        byte[] whole = HexFormat.of().parseHex(six ? ADDRESS_UNREACHABLE : HOST_UNREACHABLE);
        readEverything(Arrays.copyOf(whole, length), six);
    }

    @Example
    void anErrorTellsWhatItIsAbout() throws UnknownHostException {
        assertError(false, HOST_UNREACHABLE, "10.0.0.2", "10.0.0.99", Icmp.PROTOCOL)
                .hasToString("10.0.0.2 says: host unreachable (ICMP 3/1)");
        assertError(true, ADDRESS_UNREACHABLE, "fd00::2", "fd00::99", Icmp.PROTOCOL_6)
                .hasToString("fd00::2 says: address unreachable (ICMPv6 1/3)");
    }

    private static ObjectAssert<IcmpError> assertError(
            boolean six, String hex, String sender, String about, int protocol) throws UnknownHostException {
        InetAddress target = InetAddress.getByName(about);
        IcmpPacket packet = read(HexFormat.of().parseHex(hex), six, InetAddress.getByName(sender))
                .orElseThrow();
        assertThat(packet.replyTo(IDENTIFIER)).isEmpty();
        assertThat(packet.errorAbout(original -> false)).isEmpty();
        return assertThat(packet.errorAbout(original -> original.protocol() == protocol
                                && original.destination().equals(target)
                                && IcmpPacket.isEcho(original.start(), IDENTIFIER))
                        .orElseThrow())
                .returns(
                        Unreachable.HOST_UNREACHABLE,
                        error -> error.notReached().reason());
    }

    private static void readEverything(byte[] bytes, boolean six) {
        read(bytes, six, InetAddress.getLoopbackAddress()).ifPresent(packet -> {
            packet.replyTo(IDENTIFIER)
                    .ifPresent(sequence -> assertThat(sequence).isBetween(0, 0xffff));
            packet.errorAbout(original -> {
                        assertThat(original.start().remaining()).isGreaterThanOrEqualTo(8);
                        return IcmpPacket.isEcho(original.start(), IDENTIFIER)
                                || original.destination().isAnyLocalAddress()
                                || original.protocol() > 0;
                    })
                    .ifPresent(error -> assertThat(error.notReached().detail()).contains(" says: "));
        });
        EchoExchange.checksum(ByteBuffer.wrap(bytes));
    }

    private static Optional<IcmpPacket> read(byte[] bytes, boolean six, InetAddress sender) {
        return IcmpPacket.read(six, sender, ByteBuffer.wrap(bytes));
    }

    /** With an IPv4 header of any length before it, or without one, as IPv6 sockets give it: a type of interest, any code. */
    @Provide
    Arbitrary<byte[]> beginnings() {
        Arbitrary<Integer> headerWords = Arbitraries.of(0, 5, 6, 15);
        Arbitrary<Integer> types = Arbitraries.of(
                Icmp.ECHO_REPLY,
                Icmp.DESTINATION_UNREACHABLE,
                Icmp.TIME_EXCEEDED,
                Icmp.ECHO_REPLY_6,
                Icmp.DESTINATION_UNREACHABLE_6,
                Icmp.TIME_EXCEEDED_6);
        return Combinators.combine(headerWords, types, Arbitraries.bytes(), headerWords)
                .as((outer, type, code, inner) -> {
                    byte[] beginning = new byte[4 * outer + 9];
                    beginning[4 * outer + 8] = (byte) (0x40 | inner);
                    beginning[4 * outer] = type.byteValue();
                    beginning[4 * outer + 1] = code;
                    beginning[0] = outer == 0 ? beginning[0] : (byte) (0x40 | outer);
                    return beginning;
                });
    }
}
