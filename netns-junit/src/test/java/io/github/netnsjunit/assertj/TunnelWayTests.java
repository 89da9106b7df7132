package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.link.VxlanLink;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TwoNamespaces;
import java.net.InetAddress;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a failure tells of packets that go through a tunnel. */
@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.VXLAN)
class TunnelWayTests {

    private static Lab lab(int mtuOfA, int mtuOfB) {
        return Lab.create(Topology.of(TwoNamespaces.with(
                VethLink.between(
                        End.of("a", "a0", "10.0.1.1/24").mtu(mtuOfA),
                        End.of("b", "b0", "10.0.1.2/24").mtu(mtuOfB)),
                VxlanLink.of("a", "v", 5, "10.0.1.2", "10.7.0.1/24"),
                VxlanLink.of("b", "v", 5, "10.0.1.1", "10.7.0.2/24"))));
    }

    @Test
    void aReceiverBelowTheTunnelWithASmallerMtuIsShown() throws Exception {
        try (Lab lab = lab(1400, 1500);
                MockWebServer web = new MockWebServer()) {
            web.setServerSocketFactory(lab.namespace("b").serverSocketFactory());
            web.enqueue(new MockResponse.Builder().body("x".repeat(1_400)).build());
            web.start(InetAddress.getByName("10.7.0.2"), 80);
            assertThatThrownBy(() ->
                            assertThat(lab.namespace("a")).within(ofMillis(500)).get("http://10.7.0.2/"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("although its port accepts connections")
                    .hasMessageContaining("b: dev v, in packets to 10.0.1.1 (b: dev b0, whose MTU is 1500, but a's a0"
                            + " receives at most 1400 bytes; a: has the address)");
        }
    }

    @Test
    void aLinkBelowTheTunnelThatIsDownIsNamed() {
        try (Lab lab = lab(1500, 1500)) {
            lab.namespace("b").linkDown("b0");
            assertThatThrownBy(() -> assertThat(lab.namespace("a")).canPing("10.7.0.2"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(
                            "a: dev v, in packets to 10.0.1.2 (a: dev a0, but a's a0 has no carrier: its other end, b's b0, is down)");
        }
    }
}
