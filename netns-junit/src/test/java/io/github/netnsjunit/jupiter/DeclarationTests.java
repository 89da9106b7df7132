package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What annotations declare, and what is reported when they have mistakes. */
class DeclarationTests {

    @Nested
    class TheNetwork {

        @Test
        void hasEverythingThatIsDeclared() {
            TestKit.run(EveryAnnotationTestCases.class)
                    .testEvents()
                    .assertStatistics(stats -> stats.succeeded(2).failed(0));
        }

        @Test
        void hasADefaultRouteForEachFamily() {
            TestKit.run(DualStackTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void hasAPartOnceThatIsDeclaredInTwoSpellings() {
            TestKit.run(MirroredTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }

        @Test
        void hasWhatMetaAnnotationsDeclareButNotWhatAttributesContain() {
            TestKit.run(ComposedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }
    }

    @Nested
    class Mistakes {

        @Test
        void namesTheAnnotationAndPlaceOfAMistakeInTheTopology() {
            assertThat(TestKit.failure(TestKit.run(TooLongTestCases.class)))
                    .hasMessageContaining(
                            "@VethPair(left = @VethEnd(namespace = \"blue_ns\", name = \"a_name_that_is_too_long\")")
                    .hasMessageContaining("on class DeclarationTests.TooLongTestCases")
                    .hasMessageContaining("a_name_that_is_too_long");
        }

        @Test
        void namesTheAnnotationsIfTheKernelRefuses() {
            assertThat(TestKit.failure(TestKit.run(RefusedTestCases.class)))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageStartingWith("namespace [blue_ns]: could not ")
                    .hasMessageNotContaining("@NetNamespace")
                    .hasMessageContaining(
                            "name = \"net.ipv4.no_such_parameter\", value = \"1\") on method DeclarationTests.RefusedTestCases.test()")
                    .hasMessageNotContaining("red_ns")
                    .hasRootCauseInstanceOf(LinuxException.class);
        }

        @Test
        void namesAClassThatSharesALabWithoutANetwork() {
            assertThat(TestKit.failure(TestKit.run(NothingToShareTestCases.class)))
                    .hasMessageStartingWith(
                            "@LabLifecycle(PER_CLASS) stands on class DeclarationTests.NothingToShareTestCases, but no network is declared");
        }

        @Test
        void namesANamespaceThatIsNotDeclared() {
            assertThat(TestKit.failure(TestKit.run(UnknownTestCases.class)))
                    .hasMessageContaining(
                            "@InNamespace(\"red_ns\") on method DeclarationTests.UnknownTestCases.test() names the namespace [red_ns], which is not declared")
                    .hasMessageContaining("[blue_ns]");
        }

        @Test
        void namesAMethodThatAddsToASharedLab() {
            assertThat(TestKit.failure(TestKit.run(AddingTestCases.class)))
                    .hasMessageContaining("@NetNamespace(\"red_ns\") on method DeclarationTests.AddingTestCases.test()")
                    .hasMessageContaining(
                            "adds to the lab that all tests of class DeclarationTests.AddingTestCases share");
        }

        @ParameterizedTest
        @CsvSource({
            "BeforeAllTestCases, '@NetNamespace(\"red_ns\") on'",
            "BeforeEachTestCases, '@NetNamespace(\"hermetic\") of @Hermetic on'",
            "AfterEachTestCases, '@LabLifecycle on'",
            "AfterAllTestCases, '@EnabledIfKernelHas on'"
        })
        void namesAnAnnotationForTestsThatStandsOnALifecycleMethod(String fixture, String annotation)
                throws ClassNotFoundException {
            Class<?> cases = Class.forName(DeclarationTests.class.getName() + "$" + fixture);
            assertThat(TestKit.failure(TestKit.run(cases)))
                    .hasMessageStartingWith(
                            annotation + " method DeclarationTests." + fixture + ".misplaced() has no effect");
        }

        @ParameterizedTest
        @CsvSource({
            "netns.junit.leaks, maybe, '[warn], [fail], [ignore]'",
            "netns.junit.missing, perhaps, '[fail], [skip]'",
            "netns.junit.interrupt.wait, 3 days, '[500 ms], [10 s] or [1 m]'",
            "netns.junit.ahead, many, 'off, or to a number from 1 to 99'"
        })
        void namesAWrongValueOfAConfigurationParameter(String parameter, String value, String known) {
            assertThat(TestKit.failure(TestKit.run(ValidTestCases.class, Map.of(parameter, value))))
                    .hasMessageContainingAll(parameter, "[" + value + "]", known)
                    .hasNoSuppressedExceptions();
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", master = "br0"),
            right =
                    @VethEnd(
                            namespace = "blue_ns",
                            name = "veth_blue_ns",
                            address = {"10.0.0.2/24", "fd00::2/64"},
                            mtu = 1400,
                            mac = "02:00:00:00:00:02"))
    @interface BlueNetwork {}

    @BlueNetwork
    @Bridge(namespace = "root_ns", name = "br0", address = "10.0.0.1/24", stp = true)
    @Sysctl(namespace = "root_ns", name = "net.ipv4.ip_forward", value = "1")
    abstract static class Outer {}

    @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1", dev = "veth_blue_ns", metric = 9)
    static class EveryAnnotationTestCases extends Outer {

        @Test
        @Route(namespace = "blue_ns", to = "10.7.0.0/16", via = "10.0.0.1", metric = 7)
        @Route(namespace = "blue_ns", to = "10.8.0.0/16", dev = "veth_blue_ns")
        @VethPair(
                left = @VethEnd(namespace = "root_ns", name = "spare_up"),
                right = @VethEnd(namespace = "blue_ns", name = "spare_down", up = false))
        void test(Lab lab, @NetNamespace("blue_ns") NetworkNamespace blue) throws Exception {
            NetworkNamespace root = lab.namespace("root_ns");
            assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("1");
            assertThat(root.interfaceNamed("veth_root_ns").master()).isEqualTo("br0");
            assertThat(blue.interfaceNamed("veth_blue_ns").mtu()).isEqualTo(1400);
            assertThat(blue.interfaceNamed("veth_blue_ns").mac()).isEqualTo("02:00:00:00:00:02");
            assertThat(blue.addresses()).extracting(Object::toString).contains("10.0.0.2/24", "fd00::2/64");
            assertThat(root.interfaceNamed("br0").addresses())
                    .extracting(Object::toString)
                    .contains("10.0.0.1/24");
            assertThat(root.call(() -> Files.readString(Path.of("/sys/class/net/br0/bridge/stp_state"))))
                    .isEqualToIgnoringNewLines("1");
            assertThat(root.interfaceNamed("spare_up").up()).isTrue();
            assertThat(blue.interfaceNamed("spare_down").up()).isFalse();
            assertThat(blue.routes())
                    .extracting(Object::toString)
                    .contains(
                            "default via 10.0.0.1 dev veth_blue_ns metric 9",
                            "10.7.0.0/16 via 10.0.0.1 dev veth_blue_ns metric 7",
                            "10.8.0.0/16 dev veth_blue_ns");
            assertThat(lab.topology()
                            .parts()) // the routes above do not show whether dev was read: the kernel finds the
                    // interface by itself
                    .contains(StaticRoute.defaultVia("blue_ns", "10.0.0.1")
                            .dev("veth_blue_ns")
                            .metric(9));
        }

        @Nested
        @NetNamespace("red_ns")
        class InnerTestCases {

            @Test
            void adds(Lab lab) {
                assertThat(lab.namespaces())
                        .extracting(NetworkNamespace::name)
                        .containsExactly("root_ns", "blue_ns", "red_ns");
            }
        }
    }

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class NothingToShareTestCases {

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "a_name_that_is_too_long"),
            right = @VethEnd(namespace = "blue_ns", name = "short"))
    static class TooLongTestCases {

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    @Sysctl(namespace = "blue_ns", name = "net.ipv4.ip_forward", value = "1")
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "veth0", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth1"))
    static class MirroredTestCases {

        @Test
        @Sysctl(namespace = "blue_ns", name = "net/ipv4/ip_forward", value = "1")
        @VethPair(
                left = @VethEnd(namespace = "blue_ns", name = "veth1"),
                right = @VethEnd(namespace = "blue_ns", name = "veth0", address = "10.0.0.1/24"))
        void test(Lab lab) {
            assertThat(lab.links()).hasSize(1);
        }
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    static class RefusedTestCases {

        @Test
        @Sysctl(namespace = "blue_ns", name = "net.ipv4.no_such_parameter", value = "1")
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class UnknownTestCases {

        @Test
        @InNamespace("red_ns")
        void test() {}
    }

    @NetNamespace("blue_ns")
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class AddingTestCases {

        @Test
        @NetNamespace("red_ns")
        void test() {}
    }

    @NetNamespace("blue_ns")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "blue_ns",
                            name = "veth0",
                            address = {"10.0.0.2/24", "fd00::2/64"}),
            right = @VethEnd(namespace = "blue_ns", name = "veth1"))
    @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
    @DefaultRoute(namespace = "blue_ns", via = "fd00::1")
    static class DualStackTestCases {

        @Test
        void test(NetworkNamespace blue) {
            assertThat(blue.routes())
                    .extracting(Object::toString)
                    .anyMatch(route -> route.startsWith("default via 10.0.0.1"))
                    .anyMatch(route -> route.startsWith("default via fd00::1"));
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @NetNamespace("hub_ns")
    @interface Star {
        NetNamespace[] value();
    }

    @Star({@NetNamespace("not read"), @NetNamespace("nor this")})
    static class ComposedTestCases {

        @Test
        void test(NetworkNamespace hub) {
            assertThat(hub.name()).isEqualTo("hub_ns");
        }
    }

    @NetNamespace("blue_ns")
    static class BeforeAllTestCases {

        @BeforeAll
        @NetNamespace("red_ns")
        static void misplaced() {}

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class BeforeEachTestCases {

        @BeforeEach
        @Hermetic
        void misplaced() {}

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class AfterEachTestCases {

        @AfterEach
        @LabLifecycle(LabLifecycle.Lifecycle.PER_METHOD)
        void misplaced() {}

        @Test
        void test() {}
    }

    @NetNamespace("blue_ns")
    static class AfterAllTestCases {

        @AfterAll
        @EnabledIfKernelHas(KernelFeature.VETH)
        static void misplaced() {}

        @Test
        void test() {}
    }

    @Hermetic
    static class ValidTestCases {

        @Test
        void test() {}
    }
}
