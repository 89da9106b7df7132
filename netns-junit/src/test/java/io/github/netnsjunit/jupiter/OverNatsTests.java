package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.policy.NatBehavior;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.IpFamilies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;

class OverNatsTests {

    private static final List<io.github.netnsjunit.policy.Nat> SEEN = Collections.synchronizedList(new ArrayList<>());

    private static List<io.github.netnsjunit.policy.Nat> nats(Lab lab) {
        return lab.topology().outline().parts(io.github.netnsjunit.policy.Nat.class);
    }

    private static List<String> passed(Class<?> testCases) {
        SEEN.clear();
        EngineExecutionResults results = TestKit.run(testCases);
        assertThat(TestKit.failures(results)).isEmpty();
        return results.testEvents().succeeded().stream()
                .map(event -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @Lan(name = "flat", subnet = "192.168.2.0/24", hosts = "bob")
    @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
    @Router(
            name = "home_box",
            lans = {"home", "internet"})
    @Router(
            name = "flat_box",
            lans = {"flat", "internet"})
    @Nat(
            router = "home_box",
            outside = "internet",
            mapping = NatBehavior.ADDRESS_DEPENDENT,
            ports = "20000-29999",
            udpTimeout = "5 s")
    @Nat(router = "flat_box", outside = "internet", kind = NatKind.FULL_CONE, portBlock = 0)
    static class AllKindsTestCases {

        @OverNats
        void reachesTheServer(Lab lab, NatKind kind) {
            assertThat(lab.namespace("alice")).canPing("server");
            assertThat(lab.namespace("bob")).canPing("server");
            assertThat(nats(lab)).hasSize(2).allSatisfy(nat -> {
                assertThat(nat.mapping()).isEqualTo(kind.mapping());
                assertThat(nat.filtering()).isEqualTo(kind.filtering());
            });
            SEEN.addAll(nats(lab));
        }
    }

    @Test
    void aTestRunsBehindEveryKindOfNat() {
        assertThat(passed(AllKindsTestCases.class))
                .containsExactly(Arrays.stream(NatKind.values())
                        .map(kind -> "over " + kind.name())
                        .toArray(String[]::new));
    }

    @Test
    void whatElseIsDeclaredOfTheNatStays() {
        passed(AllKindsTestCases.class);
        assertThat(SEEN)
                .filteredOn(nat -> nat.router().equals("home_box"))
                .hasSize(5)
                .allSatisfy(nat -> {
                    assertThat(nat.outside()).isEqualTo("internet");
                    assertThat(nat.udpTimeout()).isEqualTo(Duration.ofSeconds(5));
                    assertThat(nat.ports().range()).hasToString("20000-29999");
                });
        assertThat(SEEN.stream().map(nat -> nat.ports().block()).distinct()).containsExactly(0, 1000);
    }

    @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
    @Router(
            name = "box",
            lans = {"home", "internet"})
    @Nat(router = "box", outside = "internet", hairpinning = true)
    static class CombinedTestCases {

        @OverMtus({1400, 1500})
        @OverNats({NatKind.SYMMETRIC, NatKind.FULL_CONE})
        void runsOverTheCombinations(Lab lab, int mtu, NatKind kind) {
            assertThat(lab.namespace("alice").interfaceNamed("home").mtu()).isEqualTo(mtu);
            assertThat(nats(lab))
                    .singleElement()
                    .satisfies(nat -> assertThat(nat.mapping()).isEqualTo(kind.mapping()));
        }
    }

    @Test
    void itCombinesWithOtherVariants() {
        assertThat(passed(CombinedTestCases.class))
                .containsExactly(
                        "over MTU 1400, SYMMETRIC",
                        "over MTU 1400, FULL_CONE",
                        "over MTU 1500, SYMMETRIC",
                        "over MTU 1500, FULL_CONE");
    }

    @NetNamespace("blue_ns")
    static class NoNatTestCases {

        @OverNats(NatKind.SYMMETRIC)
        void neverRuns(IpFamilies never) {
            assertThat(never).isNull();
        }
    }

    @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
    @Router(
            name = "box",
            lans = {"home", "internet"})
    @Nat(router = "box", outside = "internet", hairpinning = true)
    static class HairpinningTestCases {

        @OverNats(NatKind.CARRIER_GRADE)
        void neverRuns() {
            assertThat(NatKind.CARRIER_GRADE).isNull();
        }
    }

    @Test
    void aNetworkWithoutANatIsAMistakeOfTheAnnotation() {
        assertThat(TestKit.failures(TestKit.run(NoNatTestCases.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("@OverNats(SYMMETRIC) on method OverNatsTests.NoNatTestCases.neverRuns")
                        .hasMessageContaining("the network has no NAT that could be of the kind SYMMETRIC"));
    }

    @Test
    void whatAKindCannotDoIsAMistake() {
        assertThat(TestKit.failures(TestKit.run(HairpinningTestCases.class)))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("no hairpinning"));
    }
}
