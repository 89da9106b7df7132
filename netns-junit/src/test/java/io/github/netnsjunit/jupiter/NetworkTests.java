package io.github.netnsjunit.jupiter;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that code describes, by {@code @Network}. */
class NetworkTests {

    @ParameterizedTest
    @ValueSource(
            classes = {
                RingTestCases.class,
                InheritingTestCases.class,
                RepeatedTestCases.class,
                MethodTestCases.class,
                ComposedTestCases.class,
                SharedTestCases.class
            })
    void standLikeAnyOtherAnnotation(Class<?> testCases) {
        var results = TestKit.run(testCases);
        assertThat(TestKit.failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @ParameterizedTest
    @CsvSource({
        "NullTestCases, ': get() of class NetworkTests.Nothing returns null. Return a topology.'",
        "AbstractTestCases, ': class NetworkTests.Unfinished is abstract. Name a class that can be instantiated.'",
        "InnerTestCases, ': class NetworkTests.Inner is an inner class. Make it static.'",
        "NeedyTestCases, ': class NetworkTests.Needy has no constructor without parameters. Add one; it may be private.'",
        "ThrowingTestCases, ', for get() of class NetworkTests.Throwing fails: java.lang.NumberFormatException: For input string: \"five\"'",
        "StillbornTestCases, ', for the constructor of class NetworkTests.Stillborn fails: java.lang.IllegalStateException: on purpose'"
    })
    void nameTheAnnotationItsPlaceAndWhatIsWrongWithTheClass(String testCases, String mistake) throws Exception {
        Class<?> cases = Class.forName(NetworkTests.class.getName() + "$" + testCases);
        String supplier = cases.getAnnotation(Network.class).value().getSimpleName();
        assertThat(TestKit.failure(TestKit.run(cases)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .satisfies(failure -> assertThat(
                                String.valueOf(failure.getMessage()).replace("Cannot read ", ""))
                        .isEqualTo("@Network(" + supplier + ".class) on class NetworkTests." + testCases + mistake));
    }

    @Test
    void areDescribedOnceForAllTestsWithTheAnnotation() {
        TestKit.run(CountedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        TestKit.run(CountedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(Counted.ASKED).hasValue(1);
    }

    @Test
    void haveTheStackOfTheCodeThatFails() {
        assertThat(TestKit.failure(TestKit.run(ThrowingTestCases.class)))
                .satisfies(failure -> assertThat(failure.getStackTrace())
                        .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(Throwing.class.getName())));
    }

    @Test
    void nameTheAnnotationIfTheTopologyHasAMistake() {
        assertThat(TestKit.failure(TestKit.run(MistakenTestCases.class)))
                .hasMessageContaining(
                        "@Network(Mistaken.class) on class NetworkTests.MistakenTestCases: The topology has a mistake:")
                .hasMessageContaining("[10.0.0.300] is neither an IPv4 nor an IPv6 address");
    }

    @Test
    void nameTheAnnotationIfItContradictsAnother() {
        assertThat(TestKit.failure(TestKit.run(ContradictingTestCases.class)))
                .hasMessageContaining("The namespace [node0] is declared twice, differently: by")
                .hasMessageContaining("@Network(Ring.class) on class NetworkTests.ContradictingTestCases")
                .hasMessageContaining("@NetNamespace(\"node0\", loopback = false) on method");
    }

    @Test
    void nameTheAnnotationIfTheKernelRefusesAPart() {
        assertThat(TestKit.failure(TestKit.run(RefusedTestCases.class)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("could not set net.ipv4.no_such_parameter to [1]")
                .hasMessageContaining("@Network(Refused.class) on class NetworkTests.RefusedTestCases");
    }

    @Test
    void areAMistakeOnALifecycleMethod() {
        assertThat(TestKit.failure(TestKit.run(MisplacedTestCases.class)))
                .hasMessageContaining(
                        "@Network(Ring.class) on method NetworkTests.MisplacedTestCases.prepare() has no effect there");
    }

    static class Counted implements Supplier<Topology> {

        static final AtomicInteger ASKED = new AtomicInteger();

        @Override
        public Topology get() {
            ASKED.incrementAndGet();
            return Topology.of(Namespace.of("counted"));
        }
    }

    @Network(Counted.class)
    static class CountedTestCases {

        @Test
        void first(Lab lab) {
            assertThat(lab.namespace("counted").isOpen()).isTrue();
        }

        @Test
        void second(Lab lab) {
            assertThat(lab.namespace("counted").isOpen()).isTrue();
        }
    }

    /** Three nodes, each with a cable to the next. */
    static class Ring implements Supplier<Topology> {

        private static final int NODES = 3;

        private Ring() {}

        @Override
        public Topology get() {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                int next = (i + 1) % NODES;
                parts.add(Namespace.of("node" + i));
                parts.add(VethLink.between(
                        End.of("node" + i, "right", "10.0." + i + ".1/24"),
                        End.of("node" + next, "left", "10.0." + i + ".2/24")));
            }
            return Topology.of(parts);
        }
    }

    static class Alone implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("alone"));
        }
    }

    @NullUnmarked
    static class Nothing implements Supplier<Topology> {
        @Override
        public Topology get() {
            return null;
        }
    }

    abstract static class Unfinished implements Supplier<Topology> {}

    @SuppressWarnings("ClassCanBeStatic") // the test shows what is said of this mistake
    class Inner extends Alone {}

    static class Needy extends Alone {
        Needy(String needed) {
            assertThat(needed).isNotNull();
        }
    }

    static class Throwing implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("node" + Integer.parseInt("five")));
        }
    }

    static class Stillborn extends Alone {
        Stillborn() {
            throw new IllegalStateException("on purpose");
        }
    }

    static class Mistaken implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(
                    Namespace.of("red_ns"),
                    Namespace.of("blue_ns"),
                    VethLink.between(End.of("red_ns", "eth0", "10.0.0.300/24"), End.of("blue_ns", "eth0")));
        }
    }

    static class Refused implements Supplier<Topology> {
        @Override
        public Topology get() {
            return Topology.of(Namespace.of("red_ns"), SysctlSetting.of("red_ns", "net.ipv4.no_such_parameter", "1"));
        }
    }

    @Network(Ring.class)
    static class RingTestCases {

        @Test
        @NetNamespace("spare")
        @VethPair(
                left = @VethEnd(namespace = "node0", name = "spare", address = "10.1.0.1/24"),
                right = @VethEnd(namespace = "spare", name = "eth0", address = "10.1.0.2/24"))
        void test(@NetNamespace("node0") NetworkNamespace node0) {
            assertThat(node0).canPing("node1").canPing("node2").canPing("spare");
        }
    }

    static class InheritingTestCases extends RingTestCases {}

    @Network(Ring.class)
    @Network(Alone.class)
    static class RepeatedTestCases {

        @Test
        @InNamespace("alone")
        void test(Lab lab) {
            assertThat(lab.namespaces()).hasSize(4);
        }
    }

    static class MethodTestCases {

        @Test
        @Network(Alone.class)
        void test(NetworkNamespace only) {
            assertThat(only.name()).isEqualTo("alone");
        }
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Network(Ring.class)
    @interface RingNetwork {}

    @RingNetwork
    static class ComposedTestCases {

        @NetNamespace("node1")
        private NetworkNamespace node1;

        @Test
        void test() {
            assertThat(node1).hasInterface("left").hasAddress("10.0.0.2/24");
        }
    }

    @RingNetwork
    @Network(Ring.class)
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases extends RingTestCases {

        @Test
        @Override
        void test(@NetNamespace("node0") NetworkNamespace node0) {
            assertThat(node0).canPing("node2");
        }
    }

    @Network(Nothing.class)
    static class NullTestCases extends OneTestCase {}

    @Network(Unfinished.class)
    static class AbstractTestCases extends OneTestCase {}

    @Network(Inner.class)
    static class InnerTestCases extends OneTestCase {}

    @Network(Needy.class)
    static class NeedyTestCases extends OneTestCase {}

    @Network(Throwing.class)
    static class ThrowingTestCases extends OneTestCase {}

    @Network(Stillborn.class)
    static class StillbornTestCases extends OneTestCase {}

    @Network(Mistaken.class)
    static class MistakenTestCases extends OneTestCase {}

    @Network(Refused.class)
    static class RefusedTestCases extends OneTestCase {}

    @Network(Ring.class)
    static class ContradictingTestCases {

        @Test
        @NetNamespace(value = "node0", loopback = false)
        void test() {}
    }

    @Hermetic
    static class MisplacedTestCases extends OneTestCase {

        @BeforeEach
        @Network(Ring.class)
        void prepare() {}
    }

    abstract static class OneTestCase {

        @Test
        void test() {}
    }
}
