package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Tag("kernel")
class BridgeLinkTests {

    @Test
    void hasTheKernelsDefaults() throws Exception {
        try (Lab lab = Lab.create(Star.around(Star.bridge()).topology())) {
            assertThat(Star.read(lab, "br0/bridge/stp_state")).isEqualTo("0");
            assertThat(Star.read(lab, "br0/bridge/forward_delay")).isEqualTo("0");
            assertThat(Star.read(lab, "br0/bridge/ageing_time")).isEqualTo("30000");
            assertThat(Star.read(lab, "br0/bridge/priority")).isEqualTo("32768");
            assertThat(Star.read(lab, "br0/bridge/multicast_snooping")).isEqualTo("1");
            assertThat(Star.read(lab, "br0/bridge/multicast_querier")).isEqualTo("0");
            assertThat(Star.read(lab, "br0/bridge/multicast_query_response_interval"))
                    .isEqualTo("1000");
        }
    }

    @Test
    void hasTheDeclaredOptions() throws Exception {
        BridgeLink bridge = Star.bridge()
                .withStp()
                .forwardDelay(Duration.ofMillis(2500))
                .ageing(Duration.ofSeconds(20))
                .priority(4096)
                .mac("02:00:00:00:00:0a")
                .mtu(1400)
                .withMulticastQuerier();
        try (Lab lab = Lab.create(Star.around(bridge).topology())) {
            assertThat(Star.read(lab, "br0/bridge/stp_state")).isEqualTo("1");
            assertThat(Star.read(lab, "br0/bridge/forward_delay")).isEqualTo("250");
            assertThat(Star.read(lab, "br0/bridge/ageing_time")).isEqualTo("2000");
            assertThat(Star.read(lab, "br0/bridge/priority")).isEqualTo("4096");
            assertThat(Star.read(lab, "br0/bridge/bridge_id")).isEqualTo("1000.02000000000a");
            assertThat(Star.read(lab, "br0/bridge/multicast_querier")).isEqualTo("1");
            assertThat(lab.namespace("switch_ns").interfaceNamed("br0"))
                    .returns("02:00:00:00:00:0a", each -> each.mac())
                    .returns(1400, each -> each.mtu());
        }
    }

    @Test
    void acceptsTheLimitsOfEveryRange() throws Exception {
        BridgeLink least = Star.bridge()
                .withStp()
                .forwardDelay(Duration.ofSeconds(2))
                .ageing(Duration.ZERO)
                .priority(0);
        BridgeLink most = BridgeLink.of("switch_ns", "br1")
                .withStp()
                .forwardDelay(Duration.ofSeconds(30))
                .ageing(Duration.ofSeconds(1_000_000))
                .priority(65_535);
        try (Lab lab = Lab.create(Star.around(least).and(most).topology())) {
            assertThat(Star.read(lab, "br0/bridge/forward_delay")).isEqualTo("200");
            assertThat(Star.read(lab, "br0/bridge/ageing_time")).isEqualTo("0");
            assertThat(Star.read(lab, "br0/bridge/priority")).isEqualTo("0");
            assertThat(Star.read(lab, "br1/bridge/forward_delay")).isEqualTo("3000");
            assertThat(Star.read(lab, "br1/bridge/ageing_time")).isEqualTo("100000000");
            assertThat(Star.read(lab, "br1/bridge/priority")).isEqualTo("65535");
        }
    }

    @Test
    void isTheRootOfTheSpanningTreeIfItsPriorityIsTheLowest() throws Exception {
        Topology two = Topology.of(
                Namespace.of("switch_ns"),
                Star.bridge().withStp().priority(8192).mac("02:00:00:00:00:01"),
                BridgeLink.of("switch_ns", "br1").withStp().priority(4096).mac("02:00:00:00:00:02"),
                VethLink.between(
                        End.of("switch_ns", "p0").master("br0"),
                        End.of("switch_ns", "p1").master("br1")));
        try (Lab lab = Lab.create(two)) {
            await("that both know their root").untilAsserted(() -> {
                assertThat(Star.read(lab, "br0/bridge/root_id")).isEqualTo("1000.020000000002");
                assertThat(Star.read(lab, "br1/bridge/root_id")).isEqualTo("1000.020000000002");
            });
        }
    }

    @Test
    void forgetsAnAddressThatItDoesNotSeeAgain() throws Exception {
        try (Lab lab = Lab.create(Star.ofThree(Star.bridge().ageing(Duration.ofMillis(300))))) {
            ForwardingEntry learnt = new ForwardingEntry(
                    lab.namespace("b").interfaceNamed("eth0").mac(), "port_b", false);
            await("that it learns").pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
                assertThat(Star.reaches(lab, "a", "10.0.0.2")).isTrue();
                assertThat(lab.namespace("switch_ns").forwardingTable("br0")).contains(learnt);
            });
            await("that it forgets")
                    .untilAsserted(() -> assertThat(lab.namespace("switch_ns").forwardingTable("br0"))
                            .doesNotContain(learnt));
        }
    }

    @Test
    void sendsEveryFrameToAllPortsIfItForgetsAtOnce() throws Exception {
        try (Lab learns = Lab.create(Star.ofThree(Star.bridge()));
                Lab forgets = Lab.create(Star.ofThree(Star.bridge().ageing(Duration.ZERO)))) {
            assertThat(Star.reaches(learns, "a", "10.0.0.2")).isTrue();
            assertThat(Star.reaches(forgets, "a", "10.0.0.2")).isTrue();
            assertThat(Star.heardOfMany(learns, "a", "10.0.0.2", "c")).isLessThan(Star.HALF);
            assertThat(Star.heardOfMany(forgets, "a", "10.0.0.2", "c")).isGreaterThanOrEqualTo(Star.MANY);
        }
    }
}
