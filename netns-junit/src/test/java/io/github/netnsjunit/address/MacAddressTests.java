package io.github.netnsjunit.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTests {

    @Test
    void readsAndPrintsText() {
        MacAddress mac = MacAddress.parse("02:00:5E:ff:00:01");
        assertThat(mac).hasToString("02:00:5e:ff:00:01").isEqualTo(MacAddress.of(mac.bytes()));
        assertThat(mac.bytes()).containsExactly(0x02, 0x00, 0x5e, 0xff, 0x00, 0x01);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "02", "02:00:5e:ff:00", "02:00:5e:ff:00:01:02", "02-00-5e-ff-00-01", "no:00:5e:ff:00:01"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a MAC address has six pairs of hexadecimal digits with colons between: [" + text + "]");
    }
}
