package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class OverMtusTests {

    @NetNamespace("left")
    @NetNamespace("right")
    @VethPair(
            left = @VethEnd(namespace = "left", name = "eth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "right", name = "eth0", address = "10.0.0.2/24"))
    @Vxlan(namespace = "left", name = "tunnel", id = 7, remote = "10.0.0.2")
    static class TunnelTestCases {

        private static void hasWhatTheHeadersLeave(NetworkNamespace left, int mtu, IpFamilies families) {
            assertThat(left.interfaceNamed("tunnel").mtu()).isEqualTo(mtu - (families == IpFamilies.IPV6 ? 70 : 50));
        }

        @OverMtus(1400)
        @OverFamilies
        void saysTheMtuFirst(@NetNamespace("left") NetworkNamespace left, int mtu, IpFamilies families) {
            hasWhatTheHeadersLeave(left, mtu, families);
        }

        @OverFamilies
        @OverMtus(1400)
        void saysTheFamiliesFirst(@NetNamespace("left") NetworkNamespace left, int mtu, IpFamilies families) {
            hasWhatTheHeadersLeave(left, mtu, families);
        }
    }

    @Test
    @Tag("kernel")
    @EnabledIfKernelHas(KernelFeature.VXLAN)
    void aTunnelGetsWhatTheHeadersOfItsFamilyLeaveInAnyOrderOfTheAnnotations() {
        EngineExecutionResults results = TestKit.run(TunnelTestCases.class);

        assertThat(TestKit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(6);
    }
}
