package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.topology.IpFamilies;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An annotation that runs a test over variants stands in place of {@code @Test}. Beside it JUnit would run the test once more, without. */
class OverBesideTestTests {

    @ParameterizedTest
    @CsvSource({
        "NatsTestCases, @OverNats(SYMMETRIC)",
        "FamiliesTestCases, @OverFamilies(IPv6)",
        "MtusTestCases, @OverMtus(1400)",
        "FactoryTestCases, @OverMtus(1400)"
    })
    void everyFailureSaysToRemoveTheOtherAnnotation(String testCases, String annotation) throws Exception {
        Class<?> cases = Class.forName(OverBesideTestTests.class.getName() + "$" + testCases);
        assertThat(TestKit.failures(TestKit.run(cases)))
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessageContaining(annotation + " on method OverBesideTestTests." + testCases + ".neverRuns")
                        .hasMessageContaining(
                                "makes tests of the method, and so does another annotation, such as @Test"));
    }

    @Lan(name = "home", subnet = "192.168.1.0/24", hosts = "alice")
    @Lan(name = "internet", subnet = "203.0.113.0/24", hosts = "server")
    @Router(
            name = "box",
            lans = {"home", "internet"})
    @Nat(router = "box", outside = "internet")
    static class NatsTestCases {

        @Test
        @OverNats(NatKind.SYMMETRIC)
        void neverRuns(NatKind kind) {
            throw new AssertionError(kind);
        }
    }

    @NetNamespace("blue_ns")
    static class FamiliesTestCases {

        @Test
        @OverFamilies(IpFamilies.IPV6)
        void neverRuns(IpFamilies families) {
            throw new AssertionError(families);
        }
    }

    @NetNamespace("blue_ns")
    static class MtusTestCases {

        @Test
        @OverMtus(1400)
        void neverRuns(int mtu) {
            throw new AssertionError(mtu);
        }
    }

    @NetNamespace("blue_ns")
    static class FactoryTestCases {

        @TestFactory
        @OverMtus(1400)
        Stream<DynamicNode> neverRuns(int mtu) {
            throw new AssertionError(mtu);
        }
    }
}
