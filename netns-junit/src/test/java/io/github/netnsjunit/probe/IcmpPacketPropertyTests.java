package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.kernel.socket.IpProtocol;
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

/** Reading packets never fails, whatever bytes they contain: anybody on the way may have written them. */
class IcmpPacketPropertyTests {

    private static final int IDENTIFIER = 0x1234;

    /**
     * ICMP 3/1 with its IP header, about an echo request to 10.0.0.99. A raw socket received it from its own kernel, Linux 6.18.
     */
    private static final String HOST_UNREACHABLE = "45c000404a5d000040011b9d0a0000020a000002"
            + "0301fcfe000000004500002486b8400040019fbc0a0000020a0000630800e5ca123400010000000000000000";

    /** ICMPv6 1/3, about an echo request to fd00::99. A raw socket received it from its own kernel, Linux 6.18. */
    private static final String ADDRESS_UNREACHABLE = "010333dc000000006009369100103a40"
            + "fd000000000000000000000000000002fd000000000000000000000000000099"
            + "800072e3123400010000000000000000";

    @Property
    void anyBytesAreReadWithoutAnException(@ForAll byte[] bytes, @ForAll boolean ipv6) {
        readEverything(bytes, ipv6);
    }

    /** Bytes that begin like an answer get further in the code than random ones. */
    @Property
    void anyBytesThatBeginLikeAnAnswerAreReadWithoutAnException(
            @ForAll("beginnings") byte[] beginning, @ForAll @Size(max = 120) byte[] rest, @ForAll boolean ipv6) {
        ByteBuffer bytes = ByteBuffer.allocate(beginning.length + rest.length);
        readEverything(bytes.put(beginning).put(rest).array(), ipv6);
    }

    @Property
    void anErrorThatIsCutShortIsReadWithoutAnException(@ForAll boolean ipv6, @ForAll @IntRange(max = 63) int length) {
        byte[] whole = HexFormat.of().parseHex(ipv6 ? ADDRESS_UNREACHABLE : HOST_UNREACHABLE);
        readEverything(Arrays.copyOf(whole, length), ipv6);
    }

    @Example
    void anErrorTellsWhichPacketItIsAbout() throws UnknownHostException {
        assertError(false, HOST_UNREACHABLE, "10.0.0.2", "10.0.0.99", IpProtocol.IPPROTO_ICMP)
                .hasToString("10.0.0.2 says: host unreachable (ICMP 3/1)");
        assertError(true, ADDRESS_UNREACHABLE, "fd00::2", "fd00::99", IpProtocol.IPPROTO_ICMPV6)
                .hasToString("fd00::2 says: address unreachable (ICMPv6 1/3)");
    }

    private static ObjectAssert<IcmpError> assertError(
            boolean ipv6, String hex, String sender, String about, int protocol) throws UnknownHostException {
        InetAddress target = InetAddress.getByName(about);
        IcmpPacket packet = read(HexFormat.of().parseHex(hex), ipv6, InetAddress.getByName(sender))
                .orElseThrow();
        assertThat(packet.replyTo(IDENTIFIER)).isEmpty();
        assertThat(packet.errorAbout(original -> false)).isEmpty();
        return assertThat(packet.errorAbout(original -> original.protocol() == protocol
                                && original.destination().equals(target)
                                && IcmpPacket.hasIdentifier(original.start(), IDENTIFIER))
                        .orElseThrow())
                .returns(
                        Unreachable.HOST_UNREACHABLE,
                        error -> error.notReached().reason());
    }

    private static void readEverything(byte[] bytes, boolean ipv6) {
        read(bytes, ipv6, InetAddress.getLoopbackAddress()).ifPresent(packet -> {
            packet.replyTo(IDENTIFIER)
                    .ifPresent(sequence -> assertThat(sequence).isBetween(0, 0xffff));
            packet.errorAbout(original -> {
                        assertThat(original.start().remaining()).isGreaterThanOrEqualTo(8);
                        return IcmpPacket.hasIdentifier(original.start(), IDENTIFIER)
                                || original.destination().isAnyLocalAddress()
                                || original.protocol() > 0;
                    })
                    .ifPresent(error -> assertThat(error.notReached().detail()).contains(" says: "));
        });
        EchoExchange.checksum(ByteBuffer.wrap(bytes));
    }

    private static Optional<IcmpPacket> read(byte[] bytes, boolean ipv6, InetAddress sender) {
        return IcmpPacket.read(ipv6, sender, ByteBuffer.wrap(bytes));
    }

    /**
     * The beginning of a packet: an IPv4 header of any length, or none, as an IPv6 socket receives it; then the type of an
     * answer, any code, and the beginning of the packet that an error is about.
     */
    @Provide
    Arbitrary<byte[]> beginnings() {
        Arbitrary<Integer> headerLengths = Arbitraries.of(0, 5, 6, 15);
        Arbitrary<Integer> types = Arbitraries.of(
                Icmp.ICMP_ECHOREPLY,
                Icmp.ICMP_DEST_UNREACH,
                Icmp.ICMP_TIME_EXCEEDED,
                Icmp.ICMPV6_ECHO_REPLY,
                Icmp.ICMPV6_DEST_UNREACH,
                Icmp.ICMPV6_TIME_EXCEED);
        return Combinators.combine(headerLengths, types, Arbitraries.bytes(), headerLengths)
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
