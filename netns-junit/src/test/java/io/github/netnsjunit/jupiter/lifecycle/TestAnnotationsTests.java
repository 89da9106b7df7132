package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The annotations of a test are read once for all its runs, and yet each run gets what is declared for it. */
class TestAnnotationsTests {

    @Test
    void readsTheAnnotationsOfARepeatedTestOnce() {
        Reading.ALL.clear();

        assertThat(TestKit.failures(TestKit.run(RepeatedTestCase.class))).isEmpty();

        assertThat(Reading.ALL).hasSize(2);
        assertThat(Reading.ALL.get(1)).isSameAs(Reading.ALL.get(0));
    }

    @Test
    void readsATestThatTwoClassesInheritForEachOfThem() {
        assertThat(TestKit.failures(TestKit.run(BlueTestCase.class))).isEmpty();
        assertThat(TestKit.failures(TestKit.run(RedTestCase.class))).isEmpty();
    }

    @Test
    void readsTheNetworkInAFieldEachTime() {
        for (String namespace : List.of("blue_ns", "red_ns")) {
            FieldTestCase.expected = namespace;
            FieldTestCase.network = NetnsExtension.of(Topology.of(Namespace.of(namespace)));

            assertThat(TestKit.failures(TestKit.run(FieldTestCase.class))).isEmpty();
        }
    }

    @Test
    void readsAFieldAgainThatHadNoNetworkTheFirstTime() {
        int namespaces = 1;
        for (NetnsExtension network :
                List.of(new NetnsExtension(), NetnsExtension.of(Topology.of(Namespace.of("red_ns"))))) {
            FieldBesideAnnotationTestCase.network = network;
            FieldBesideAnnotationTestCase.expected = namespaces++;

            assertThat(TestKit.failures(TestKit.run(FieldBesideAnnotationTestCase.class)))
                    .isEmpty();
        }
    }

    /** Notes what was read for each test. */
    static final class Reading implements BeforeEachCallback {

        private static final List<TestAnnotations> ALL = new ArrayList<>();

        @Override
        public void beforeEach(ExtensionContext context) {
            ALL.add(TestNetwork.of(context).annotations());
        }
    }

    @NetNamespace("blue_ns")
    @ExtendWith(Reading.class)
    static class RepeatedTestCase {

        @RepeatedTest(2)
        void hasTheNetwork(Lab lab) {
            assertThat(lab.namespaces()).hasSize(1);
        }
    }

    abstract static class InheritedTestCase {

        @RepeatedTest(2)
        void hasTheNamespaceOfItsClass(Lab lab, TestInfo test) {
            String expected = test.getTestClass().orElseThrow() == BlueTestCase.class ? "blue_ns" : "red_ns";
            assertThat(lab).hasToString("lab [" + expected + "]");
        }
    }

    @NetNamespace("blue_ns")
    static class BlueTestCase extends InheritedTestCase {}

    @NetNamespace("red_ns")
    static class RedTestCase extends InheritedTestCase {}

    static class FieldTestCase {

        @RegisterExtension
        static NetnsExtension network = new NetnsExtension();

        private static String expected = "";

        @RepeatedTest(2)
        void hasTheNetworkOfTheField(Lab lab) {
            assertThat(lab).hasToString("lab [" + expected + "]");
        }
    }

    @NetNamespace("blue_ns")
    static class FieldBesideAnnotationTestCase {

        @RegisterExtension
        static NetnsExtension network = new NetnsExtension();

        private static int expected;

        @RepeatedTest(2)
        void hasBothNetworks(Lab lab) {
            assertThat(lab.namespaces()).hasSize(expected);
        }
    }
}
