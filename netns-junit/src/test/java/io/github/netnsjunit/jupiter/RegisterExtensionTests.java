package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network from code, registered in a field, beside annotations. */
class RegisterExtensionTests {

    private static final Topology TWO = Topology.of(
            Namespace.of("red_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(End.of("red_ns", "eth0", "10.0.0.1/24"), End.of("blue_ns", "eth0", "10.0.0.2/24")));

    @Test
    void givesEachTestTheNetwork() {
        TestKit.run(TestCases.class)
                .testEvents()
                .assertStatistics(events -> events.started(5).succeeded(5).failed(0));
    }

    @Test
    void isSharedWithALabLifecycle() {
        TestKit.run(SharedTestCases.class)
                .testEvents()
                .assertStatistics(events -> events.started(2).succeeded(2).failed(0));
    }

    @Test
    void mustBeStatic() {
        assertThat(TestKit.failure(TestKit.run(InstanceTestCases.class)))
                .hasMessage(
                        "@RegisterExtension on field RegisterExtensionTests.InstanceTestCases.network: the network is needed before"
                                + " there is an instance. Make the field static.");
    }

    @Test
    void isNamedWhereAnAnnotationContradictsIt() {
        assertThat(TestKit.failure(TestKit.run(ContradictedTestCases.class)))
                .hasMessageContaining(
                        "@RegisterExtension on field RegisterExtensionTests.ContradictedTestCases.NETWORK")
                .hasMessageContaining("@Dummy");
    }

    static class TestCases {

        @RegisterExtension
        static final NetnsExtension NETWORK = NetnsExtension.of(TWO);

        @NetNamespace("blue_ns")
        private NetworkNamespace blue;

        private Thread before;

        @BeforeEach
        @InNamespace("blue_ns")
        void begin() throws Exception {
            before = Thread.currentThread();
            assertThat(InetAddress.getLocalHost().getHostName()).isEqualTo("blue-ns");
        }

        @AfterEach
        void isInjected() {
            assertThat(blue).hasInterface("eth0");
        }

        @Test
        void withoutAnnotations(Lab lab) {
            assertThat(lab.namespace("red_ns")).canPing("10.0.0.2");
        }

        @Test
        @InNamespace("blue_ns")
        void insideOnTheThreadOfTheTest() {
            assertThat(Thread.currentThread()).isSameAs(before);
        }

        @Test
        @NetNamespace("more")
        void anAnnotationAddsToIt(Lab lab) {
            assertThat(lab.namespaces()).extracting(NetworkNamespace::name).contains("red_ns", "blue_ns", "more");
        }

        @Nested
        class Inner {
            @Test
            void hasItToo(Lab lab) {
                assertThat(lab.namespace("red_ns")).canPing("10.0.0.2");
            }

            @Test
            @InNamespace("red_ns")
            void runsInside() throws Exception {
                assertThat(InetAddress.getLocalHost().getHostName()).isEqualTo("red-ns");
            }
        }
    }

    @LabLifecycle(Lifecycle.PER_CLASS)
    static class SharedTestCases {

        @RegisterExtension
        static final NetnsExtension NETWORK = NetnsExtension.of(TWO);

        private static Lab first;

        @Test
        void one(Lab lab) {
            isTheSame(lab);
        }

        @Test
        void other(Lab lab) {
            isTheSame(lab);
        }

        private static void isTheSame(Lab lab) {
            if (first == null) {
                first = lab;
            }
            assertThat(lab).isSameAs(first);
        }
    }

    static class InstanceTestCases {

        @RegisterExtension
        final NetnsExtension network = NetnsExtension.of(TWO);

        @Test
        void test() {}
    }

    @Dummy(namespace = "red_ns", name = "dummy0", address = "10.1.0.1/24")
    static class ContradictedTestCases {

        @RegisterExtension
        static final NetnsExtension NETWORK =
                NetnsExtension.of(Topology.of(Namespace.of("red_ns"), DummyLink.of("red_ns", "dummy0", "10.1.0.2/24")));

        @Test
        void test() {}
    }
}
