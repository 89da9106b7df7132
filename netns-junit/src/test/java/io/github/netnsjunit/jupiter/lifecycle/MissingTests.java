package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.test;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Unprivileged;
import io.github.netnsjunit.jupiter.Dummy;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.jupiter.Vlan;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.KernelFeature;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.Events;

/** What happens to a test if a privilege or a kernel feature is missing. */
class MissingTests {

    @Test
    void runsATestIfTheKernelHasItsFeatures() {
        TestKit.run(FeatureTestCases.class, "needsVeth", Map.of())
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void skipsOrFailsATestIfTheKernelLacksItsFeatures() throws Exception {
        KernelFeature[] needed = FeatureTestCases.class
                .getDeclaredMethod("needsManyFeatures")
                .getAnnotation(EnabledIfKernelHas.class)
                .value();
        List<String> missing = Arrays.stream(needed)
                .filter(feature -> !feature.isAvailable())
                .map(feature -> "@EnabledIfKernelHas(" + feature + "): " + feature.reason())
                .toList();
        assumeThat(missing)
                .as("features that this kernel lacks (without any, nothing is skipped)")
                .isNotEmpty();
        EngineExecutionResults results = TestKit.run(FeatureTestCases.class, "needsManyFeatures", Map.of());
        results.testEvents().assertStatistics(stats -> stats.skipped(1).started(0));
        assertThat(results.testEvents().skipped().stream()
                        .findFirst()
                        .orElseThrow()
                        .getRequiredPayload(String.class))
                .contains(missing);
        assertThat(TestKit.failure(
                        TestKit.run(FeatureTestCases.class, "needsManyFeatures", Map.of(Settings.MISSING, "fail"))))
                .hasStackTraceContaining(missing.get(0));
    }

    @Test
    void skipsOrFailsATestIfTheKernelLacksAFeatureOfItsNetwork() throws Exception {
        assumeThat(KernelFeature.VLAN.isAvailable())
                .as("the kernel has VLANs (then nothing is missing)")
                .isFalse();
        TestKit.run(FeatureTestCases.class, "hasAVlan", Map.of(Settings.MISSING, "skip"))
                .testEvents()
                .assertStatistics(stats -> stats.aborted(1).failed(0));
        assertThat(TestKit.failure(TestKit.run(FeatureTestCases.class, "hasAVlan", Map.of())))
                .isInstanceOf(LabException.class)
                .hasMessageContaining(
                        "could not make [vlan blue_ns:eth0.5 of eth0 id 5]: " + KernelFeature.VLAN.reason())
                .hasMessageContaining("@Vlan(namespace = \"blue_ns\", name = \"eth0.5\", below = \"eth0\", id = 5)")
                .hasMessageContaining("on method MissingTests.FeatureTestCases.hasAVlan()");
    }

    @Test
    void makesNoNetworkForATestThatIsDisabled() {
        TestKit.run(FeatureTestCases.class, "disabled", Map.of())
                .testEvents()
                .assertStatistics(stats -> stats.skipped(1).failed(0));
    }

    @ParameterizedTest
    @CsvSource({"fail, failed 1 skipped 0", "skip, failed 0 skipped 1"})
    void saysWhichPrivilegeIsMissingAndHowToGetIt(String missing, String outcome, @TempDir Path shared)
            throws Exception {
        String output = Unprivileged.childJvm(shared, OneTest.class, missing).output();
        assertThat(output)
                .contains(outcome)
                .contains("This process lacks CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW")
                .contains("unshare --user --map-root-user --mount")
                .contains("--cap-add SYS_ADMIN");
    }

    /** Of a class or a factory that is only aborted, build tools report nothing. */
    @ParameterizedTest
    @ValueSource(classes = {SharedTestCases.class, FactoryTestCases.class, NestedTestCases.class})
    void skipsAClassWhoseTestsShareANetworkAndAFactory(Class<?> testCases) throws Exception {
        assertThat(ChildJvm.of(OneClass.class, testCases.getName())
                        .with("-Dos.name=Mac OS X")
                        .output())
                .contains("0 failed, 0 aborted, 1 skipped: Network namespaces are a feature of the Linux kernel");
    }

    @ParameterizedTest
    @ValueSource(classes = {SharedTestCases.class, FactoryTestCases.class, NestedTestCases.class})
    void runsAClassWhoseTestsShareANetworkAndAFactoryIfNothingIsMissing(Class<?> testCases) {
        TestKit.run(testCases, Map.of(Settings.MISSING, "skip"))
                .allEvents()
                .assertStatistics(stats -> stats.skipped(0).aborted(0).failed(0))
                .succeeded()
                .assertThatEvents()
                .haveExactly(1, event(test()));
    }

    @Test
    void reportsAMistakeInASharedNetworkAlthoughItWouldSkip() {
        assertThat(TestKit.failure(TestKit.run(MistakenTestCases.class, Map.of(Settings.MISSING, "skip"))))
                .hasMessageStartingWith("The topology has a mistake:")
                .hasMessageContaining("10.0.0.300");
    }

    /** Java only claims to run on macOS. The message must come before any system call. */
    @ParameterizedTest
    @CsvSource({"fail, failed 1 skipped 0", "skip, failed 0 skipped 1"})
    void saysWhatToDoOnAnotherOperatingSystem(String missing, String outcome) throws Exception {
        assertThat(ChildJvm.of(OneTest.class, missing)
                        .with("-Dos.name=Mac OS X")
                        .output())
                .contains(outcome)
                .contains(
                        "Network namespaces are a feature of the Linux kernel, and this is Mac OS X. Run the tests on Linux");
    }

    /** Runs a test and prints its result. */
    static final class OneTest {

        private OneTest() {}

        public static void main(String[] arguments) {
            var results = TestKit.run(FeatureTestCases.class, "needsNetwork", Map.of(Settings.MISSING, arguments[0]));
            var tests = results.testEvents();
            System.out.println("failed " + tests.failed().count() + " skipped "
                    + tests.aborted().count());
            tests.finished().stream()
                    .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                    .forEach(System.out::println);
        }
    }

    /** Runs a class, and prints what JUnit reports of it. */
    static final class OneClass {

        private OneClass() {}

        public static void main(String[] arguments) throws ClassNotFoundException {
            Events events = TestKit.run(Class.forName(arguments[0]), Map.of(Settings.MISSING, "skip"))
                    .allEvents();
            System.out.println(
                    events.failed().count() + " failed, " + events.aborted().count() + " aborted, "
                            + events.skipped().count() + " skipped: "
                            + events.skipped().stream()
                                    .map(event -> event.getRequiredPayload(String.class))
                                    .collect(Collectors.joining()));
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases {

        @Test
        void one() {}
    }

    @Hermetic
    static class FactoryTestCases {

        @TestFactory
        Stream<DynamicTest> factory() {
            return Stream.of(DynamicTest.dynamicTest("one", () -> {}));
        }
    }

    static class NestedTestCases {

        @Nested
        @Hermetic
        @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
        class InnerTestCases {

            @Test
            void one() {}
        }
    }

    @NetNamespace("blue_ns")
    @Dummy(namespace = "blue_ns", name = "dummy0", address = "10.0.0.300/24")
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class MistakenTestCases {

        @Test
        void one() {}
    }

    static class FeatureTestCases {

        @Test
        @EnabledIfKernelHas(KernelFeature.VETH)
        void needsVeth() {}

        /** Some features are left out: to try them could load a kernel module that changes the host's namespace. */
        @Test
        @EnabledIfKernelHas({
            KernelFeature.VETH,
            KernelFeature.BRIDGE,
            KernelFeature.VLAN,
            KernelFeature.VXLAN,
            KernelFeature.MACVLAN,
            KernelFeature.IPVLAN,
            KernelFeature.WIREGUARD,
            KernelFeature.NETEM,
            KernelFeature.TBF,
            KernelFeature.HTB,
            KernelFeature.PRIO,
            KernelFeature.FQ_CODEL,
            KernelFeature.TUN,
            KernelFeature.IPV6,
            KernelFeature.HOST_NAMESPACE
        })
        void needsManyFeatures() {}

        @Test
        @Disabled("its network cannot be made")
        @NetNamespace("blue_ns")
        @Sysctl(namespace = "blue_ns", name = "net.ipv4.no_such_parameter", value = "1")
        void disabled() {}

        @Test
        @NetNamespace("blue_ns")
        @VethPair(
                left = @VethEnd(namespace = "blue_ns", name = "eth0"),
                right = @VethEnd(namespace = "blue_ns", name = "eth1"))
        @Vlan(namespace = "blue_ns", name = "eth0.5", below = "eth0", id = 5)
        void hasAVlan() {}

        @Test
        @Hermetic
        void needsNetwork() {}
    }
}
