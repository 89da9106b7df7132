package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and networks, to text and back. */
class AddressTests {

    /** The examples of RFC 5952, sections 4 and 5, and the edges. */
    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "fd00:0:0:0:0:0:0:0, fd00::",
        "10:0:0:100:0:0:0:a0, 10:0:0:100::a0",
        "10:0:100:0:0:10:0:0, 10:0:100::10:0:0",
        "10.0.0.1, 10.0.0.1",
    })
    void printsTheCanonicalText(String text, String canonical) {
        assertThat(IpLiteral.text(IpLiteral.parse(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.999",
                "10.0.0.01",
                "1",
                "fe80::1%eth0",
                "::1::",
                "12345::",
                "0x7f.0.0.1"
            })
    void takesNothingButAddresses(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpLiteral.parse(text))
                .withMessageContaining("[" + text + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "10.0.0.1/33",
                "10.0.0.1/-1",
                "10.0.0.1/+24",
                "10.0.0.1/4294967295",
                "10.0.0.1/",
                "fd00::1/129",
                "/24",
                "10.0.0.1/8/8"
            })
    void refusesMalformedInterfaceAddresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> InterfaceAddress.parse(text));
    }

    @Test
    void tellsTheNetworkThatWasMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.parse("10.0.0.1/24"))
                .withMessageContaining("[10.0.0.0/24]");
    }

    @Property
    void interfaceAddressesReadBackAsTheyPrint(@ForAll("addresses") InterfaceAddress address) {
        assertThat(InterfaceAddress.parse(address.toString())).isEqualTo(address);
    }

    @Property
    void networksReadBackAsTheyPrint(@ForAll("addresses") InterfaceAddress address) {
        IpNetwork network = address.network();
        if (!network.isDefault()) {
            assertThat(IpNetwork.parse(network.toString())).isEqualTo(network);
        }
    }

    @Property
    void aNetworkContainsItsMembers(@ForAll("addresses") InterfaceAddress address) {
        assertThat(address.network().contains(address.address())).isTrue();
    }

    @Property
    void overlapIsSymmetric(@ForAll("addresses") InterfaceAddress one, @ForAll("addresses") InterfaceAddress other) {
        assertThat(one.network().overlaps(other.network()))
                .isEqualTo(other.network().overlaps(one.network()));
    }

    @Property
    void aNetworkOverlapsEveryWiderOneOfAMember(@ForAll("addresses") InterfaceAddress address) {
        for (int length = 0; length <= address.prefixLength(); length++) {
            assertThat(IpNetwork.of(address.address(), length).overlaps(address.network()))
                    .isTrue();
        }
    }

    @Property
    void familiesNeverOverlap(@ForAll("ipv4") InterfaceAddress one, @ForAll("ipv6") InterfaceAddress other) {
        assertThat(one.network().overlaps(other.network())).isFalse();
        assertThat(other.network().overlaps(one.network())).isFalse();
    }

    @Provide
    Arbitrary<InterfaceAddress> addresses() {
        return Arbitraries.oneOf(ipv4(), ipv6());
    }

    @Provide
    Arbitrary<InterfaceAddress> ipv4() {
        return ofLength(4);
    }

    /** Without those that Java takes for IPv4. */
    @Provide
    Arbitrary<InterfaceAddress> ipv6() {
        return ofLength(16).filter(each -> each.address().getAddress().length == 16);
    }

    private static Arbitrary<InterfaceAddress> ofLength(int length) {
        Arbitrary<byte[]> bytes = Arbitraries.bytes()
                .edgeCases(cases -> cases.add((byte) 0))
                .array(byte[].class)
                .ofSize(length);
        // Zeros are what texts differ in.
        Arbitrary<byte[]> sparse = Arbitraries.frequency(
                        net.jqwik.api.Tuple.of(3, (byte) 0),
                        net.jqwik.api.Tuple.of(1, (byte) 1),
                        net.jqwik.api.Tuple.of(1, (byte) 0xfd))
                .array(byte[].class)
                .ofSize(length);
        return Combinators.combine(
                        Arbitraries.oneOf(bytes, sparse), Arbitraries.integers().between(0, length * 8))
                .as((address, prefix) -> new InterfaceAddress(address(address), prefix))
                .filter(each -> each.prefixLength() <= each.address().getAddress().length * 8);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            byte[] mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1 ? new byte[16] : bytes;
            return InetAddress.getByAddress(mapped);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
