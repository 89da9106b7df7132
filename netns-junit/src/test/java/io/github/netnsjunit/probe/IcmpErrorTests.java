package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.probe.Reachability.NotReached;
import java.net.InetAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the types and codes of ICMP errors mean. */
@Tag("kernel")
class IcmpErrorTests {

    @ParameterizedTest(name = "ICMP {0}/{1}")
    @CsvSource(delimiter = '|', textBlock = """
            3  | 2  | REFUSED          | protocol unreachable
            3  | 8  | HOST_UNREACHABLE | source host isolated
            3  | 14 | PROHIBITED       | host precedence violation
            3  | 15 | PROHIBITED       | precedence cutoff in effect
            3  | 99 | HOST_UNREACHABLE | destination unreachable
            11 | 0  | HOST_UNREACHABLE | time to live exceeded, as in a routing loop
            """)
    void shouldExplainIcmpErrors(int type, int code, Unreachable reason, String description) {
        assertThat(new IcmpError(false, type, code, InetAddress.getLoopbackAddress()).notReached())
                .isEqualTo(
                        new NotReached(reason, "127.0.0.1 says: %s (ICMP %d/%d)".formatted(description, type, code)));
    }

    @ParameterizedTest(name = "ICMPv6 {0}/{1}")
    @CsvSource(delimiter = '|', textBlock = """
            1 | 2  | NO_ROUTE         | beyond scope of source address
            1 | 5  | PROHIBITED       | source address failed policy
            1 | 6  | PROHIBITED       | reject route to destination
            1 | 99 | HOST_UNREACHABLE | destination unreachable
            3 | 0  | HOST_UNREACHABLE | time to live exceeded, as in a routing loop
            """)
    void shouldExplainIcmpv6Errors(int type, int code, Unreachable reason, String description) {
        assertThat(new IcmpError(true, type, code, InetAddress.getLoopbackAddress()).notReached())
                .isEqualTo(
                        new NotReached(reason, "127.0.0.1 says: %s (ICMPv6 %d/%d)".formatted(description, type, code)));
    }
}
