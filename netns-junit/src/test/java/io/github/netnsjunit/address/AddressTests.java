package io.github.netnsjunit.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses and networks, from text and to text. */
@Tag("kernel")
class AddressTests {

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
                ".:1",
                "0x7f.0.0.1"
            })
    void refusesWhatIsNotAnAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpLiteral.parse(text))
                .withMessageContaining("[" + text + "]");
    }

    /** For such a text, Java would ask a name service. */
    @Test
    void isNoLiteralIfItBeginsWithADot() {
        assertThat(IpLiteral.isLiteral(".:1")).isFalse();
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
    void refusesMalformedLinkAddresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> LinkAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1/24", "fd00::1, fd00::1/64", "fe80::1 scope link, fe80::1/64 scope link"})
    void showsAMissingPrefixLengthAsItsFamilyHasIt(String text, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LinkAddress.parse(text))
                .withMessage("[" + text + "] has no prefix length: write it as [" + shown + "], say");
    }

    @Test
    void namesTheNetworkOfAnAddressWithBitsBeyondThePrefix() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.parse("10.0.0.1/24"))
                .withMessageContaining("[10.0.0.0/24]");
    }

    @Property
    void readsTheTextOfALinkAddress(@ForAll("addresses") LinkAddress address) {
        assertThat(LinkAddress.parse(address.toString())).isEqualTo(address);
    }

    @Property
    void readsTheTextOfANetwork(@ForAll("addresses") LinkAddress address) {
        IpNetwork network = address.network();
        if (!network.isDefault()) {
            assertThat(IpNetwork.parse(network.toString())).isEqualTo(network);
        }
    }

    @Property
    void aNetworkContainsItsAddress(@ForAll("addresses") LinkAddress address) {
        assertThat(address.network().contains(address.address())).isTrue();
    }

    @Property
    void overlapIsSymmetric(@ForAll("addresses") LinkAddress one, @ForAll("addresses") LinkAddress other) {
        assertThat(one.network().overlaps(other.network()))
                .isEqualTo(other.network().overlaps(one.network()));
    }

    @Property
    void aNetworkOverlapsEveryLargerNetworkOfItsAddress(@ForAll("addresses") LinkAddress address) {
        for (int length = 0; length <= address.prefixLength(); length++) {
            assertThat(IpNetwork.of(address.address(), length).overlaps(address.network()))
                    .isTrue();
        }
    }

    @Property
    void familiesNeverOverlap(@ForAll("ipv4") LinkAddress one, @ForAll("ipv6") LinkAddress other) {
        assertThat(one.network().overlaps(other.network())).isFalse();
        assertThat(other.network().overlaps(one.network())).isFalse();
    }

    @Provide
    Arbitrary<LinkAddress> addresses() {
        return Arbitraries.oneOf(ipv4(), ipv6());
    }

    @Provide
    Arbitrary<LinkAddress> ipv4() {
        return ofLength(4);
    }

    @Provide
    Arbitrary<LinkAddress> ipv6() {
        Arbitrary<LinkAddress> mapped = ipv4().map(each ->
                new LinkAddress(IpAddress.mapped(each.address().getAddress()), 96 + each.prefixLength()));
        return Arbitraries.oneOf(ofLength(16), mapped);
    }

    private static Arbitrary<LinkAddress> ofLength(int length) {
        Arbitrary<byte[]> bytes = Arbitraries.bytes()
                .edgeCases(cases -> cases.add((byte) 0))
                .array(byte[].class)
                .ofSize(length);
        // Many zeros, because texts abbreviate them.
        Arbitrary<byte[]> sparse = Arbitraries.frequency(
                        net.jqwik.api.Tuple.of(3, (byte) 0),
                        net.jqwik.api.Tuple.of(1, (byte) 1),
                        net.jqwik.api.Tuple.of(1, (byte) 0xfd))
                .array(byte[].class)
                .ofSize(length);
        return Combinators.combine(
                        Arbitraries.oneOf(bytes, sparse), Arbitraries.integers().between(0, length * 8))
                .as((address, prefix) -> new LinkAddress(IpAddress.of(address), prefix));
    }
}
