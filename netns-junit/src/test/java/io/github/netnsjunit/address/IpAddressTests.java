package io.github.netnsjunit.address;

import static io.github.netnsjunit.kernel.netlink.Addresses.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTests {

    /** The examples of RFC 5952, sections 4 and 5, and edge cases. */
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
        assertThat(IpAddress.text(ip(text))).isEqualTo(canonical);
    }

    @Test
    void keepsAMappedAddressAsIpv6() {
        byte[] bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
        assertThat(IpAddress.of(bytes))
                .isInstanceOf(Inet6Address.class)
                .isEqualTo(IpAddress.mapped((byte) 10, (byte) 0, (byte) 0, (byte) 1))
                .returns(true, IpAddress::isMapped)
                .returns("::ffff:10.0.0.1", IpAddress::text);
        assertThat(IpAddress.isMapped(ip("10.0.0.1"))).isFalse();
        assertThat(IpAddress.isMapped(ip("::fffe:a00:1"))).isFalse();
    }

    @Test
    void refusesOtherNumbersOfBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.of(new byte[5]))
                .withMessage("an IP address has 4 or 16 bytes, not 5");
    }
}
