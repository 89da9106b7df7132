package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.PortOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the attributes of {@code @Bridge} and of the ports of a bridge with the parts that mean the same. */
@NetNamespace("a")
@NetNamespace("b")
class BridgeTests {

    @Test
    @Bridge(namespace = "a", name = "br0")
    @VethPair(
            left = @VethEnd(namespace = "a", name = "p", master = "br0"),
            right = @VethEnd(namespace = "b", name = "q"))
    void hasTheDefaultsOfThePart(Lab lab) {
        assertThat(lab.topology().parts())
                .contains(
                        BridgeLink.of("a", "br0"),
                        VethLink.between(End.of("a", "p").master("br0"), End.of("b", "q")));
    }

    @Test
    @Bridge(
            namespace = "a",
            name = "br0",
            address = "10.0.0.1/24",
            mtu = 1400,
            mac = "02:00:00:00:00:01",
            up = false,
            stp = true,
            forwardDelay = "2500 ms",
            ageing = "1 m",
            priority = 0,
            multicastQuerier = true)
    @Bridge(namespace = "a", name = "br1", multicastSnooping = false)
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "p",
                            master = "br0",
                            isolated = true,
                            hairpin = true,
                            learning = false,
                            flooding = false,
                            multicastFlooding = false,
                            broadcastFlooding = false),
            right = @VethEnd(namespace = "b", name = "q"))
    void setsWhatThePartCanSet(Lab lab) {
        assertThat(lab.topology().parts())
                .contains(
                        BridgeLink.of("a", "br0", "10.0.0.1/24")
                                .mtu(1400)
                                .mac("02:00:00:00:00:01")
                                .down()
                                .withStp()
                                .forwardDelay(Duration.ofMillis(2500))
                                .ageing(Duration.ofMinutes(1))
                                .priority(0)
                                .withMulticastQuerier(),
                        BridgeLink.of("a", "br1").withoutMulticastSnooping(),
                        VethLink.between(
                                End.of("a", "p")
                                        .master("br0")
                                        .port(PortOptions.DEFAULT
                                                .withIsolation()
                                                .withHairpin()
                                                .withoutLearning()
                                                .withoutFlooding()
                                                .withoutMulticastFlooding()
                                                .withoutBroadcastFlooding()),
                                End.of("b", "q")));
    }

    @Test
    @Tag("kernel")
    @EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
    @Bridge(
            namespace = "a",
            name = "br0",
            vlanFiltering = true,
            vlan = 10,
            tagged = {20, 30})
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "a",
                            name = "p",
                            master = "br0",
                            vlan = 0,
                            tagged = {10, 20}),
            right = @VethEnd(namespace = "b", name = "q"))
    void setsVlans(Lab lab) {
        assertThat(lab.topology().parts())
                .contains(
                        BridgeLink.of("a", "br0").withVlanFiltering().vlan(10).tagged(20, 30),
                        VethLink.between(End.of("a", "p").master("br0").vlan(0).tagged(10, 20), End.of("b", "q")));
    }

    @ParameterizedTest
    @CsvSource({
        "ageing, [soon] is no duration; ageing is a number of up to six digits with its unit",
        "forwardDelay, [2] is no duration; forwardDelay is a number of up to six digits with its unit"
    })
    void namesAnAttributeThatIsNotADuration(String test, String mistake) {
        assertThat(TestKit.failure(TestKit.run(WrongDurationTestCases.class, test, Map.of())))
                .hasMessageContaining("@Bridge(")
                .hasMessageContaining(mistake);
    }

    @NetNamespace("a")
    static class WrongDurationTestCases {

        @Test
        @Bridge(namespace = "a", name = "br0", ageing = "soon")
        void ageing() {}

        @Test
        @Bridge(namespace = "a", name = "br0", stp = true, forwardDelay = "2")
        void forwardDelay() {}
    }
}
