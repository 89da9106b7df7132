package io.github.netnsjunit.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may follow an address and its prefix length. */
class AddressWordsTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/24",
                "10.0.0.1/24 scope link",
                "10.0.0.1/24 scope host",
                "127.0.0.1/8 scope global",
                "10.0.0.1/24 scope site valid_lft 60sec preferred_lft 30sec",
                "fd00::1/64 tentative valid_lft 60sec preferred_lft 0sec",
                "fd00::1/64 valid_lft forever preferred_lft 0sec",
            })
    void readsAsIpPrintsIt(String text) {
        assertThat(LinkAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/24 scope global, 10.0.0.1/24",
        "127.0.0.1/8 scope host, 127.0.0.1/8",
        "fe80::1/64 scope link, fe80::1/64",
        "fd00::1/64 valid_lft forever preferred_lft forever, fd00::1/64",
        "fd00::1/64 valid_lft 60, fd00::1/64 valid_lft 60sec preferred_lft 60sec",
        "fd00::1/64 preferred_lft 5 tentative, fd00::1/64 tentative valid_lft forever preferred_lft 5sec",
    })
    void whatIsUsualIsLeftOut(String text, String printed) {
        assertThat(LinkAddress.parse(text)).hasToString(printed).isEqualTo(LinkAddress.parse(printed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1/24 scope | nothing follows [scope]",
                "10.0.0.1/24 scope near | [near] is no scope: write [global], [site], [link] or [host]",
                "fd00::1/64 scope link | the scope of an IPv6 address follows from the address, and here is [global]",
                "10.0.0.1/24 valid_lft soon | valid_lft [soon] is neither a number of seconds nor [forever]",
                "10.0.0.1/24 valid_lft 0 | valid_lft [0] would remove the address before it is there",
                "10.0.0.1/24 valid_lft 4294967295 | whole seconds, nor forever",
                "10.0.0.1/24 valid_lft 5 preferred_lft 6 | preferred_lft [6sec] is longer than valid_lft [5sec]",
                "10.0.0.1/24 valid_lft 5 preferred_lft forever | preferred_lft [forever] is longer than valid_lft",
                "10.0.0.1/24 scope link scope host | each once, and nothing else",
                "fd00::1/64 tentative dadfailed | each once, and nothing else",
                "10.0.0.1/24 broadcast | each once, and nothing else",
                "10.0.0.1/24  scope link | each once, and nothing else",
            })
    void mistakesQuoteTheText(String text, String mistake) {
        assertThatThrownBy(() -> LinkAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("[" + text)
                .hasMessageContaining(mistake);
    }

    @Test
    void aLifetimeRunsDown() {
        AddressLifetime minute = new AddressLifetime(Duration.ofMinutes(1), Duration.ofSeconds(30));
        AddressLifetime later = new AddressLifetime(Duration.ofSeconds(31), Duration.ofSeconds(1));

        assertThat(minute.mayHaveBecome(later)).isTrue();
        assertThat(later.mayHaveBecome(minute)).isFalse();
        assertThat(minute.mayHaveBecome(AddressLifetime.FOREVER)).isFalse();
        assertThat(AddressLifetime.FOREVER.mayHaveBecome(minute)).isFalse();
        assertThat(minute.isDeprecated()).isFalse();
        assertThat(new AddressLifetime(null, Duration.ZERO).isDeprecated()).isTrue();
    }
}
