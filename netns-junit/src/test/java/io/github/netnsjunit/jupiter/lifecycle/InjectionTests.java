package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** Where a lab and its namespaces can be injected, and what is reported where they cannot. */
class InjectionTests {

    @ParameterizedTest
    @ValueSource(
            classes = {
                ConstructorTestCases.class,
                SharedTestCases.class,
                SharedInstanceTestCases.class,
                SharedBothTestCases.class,
                OwnLabTestCases.class,
                OwnLabLastTestCases.class,
                RecordTestCases.class
            })
    void injects(Class<?> testCases) {
        EngineExecutionResults results = TestKit.run(testCases);
        results.allEvents().assertStatistics(stats -> stats.failed(0));
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void injectsTheSharedLabForEachInvocationOfAParameterizedClass() {
        TestKit.run(ParameterizedTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void namesAConstructorThatAsksTooEarly() {
        assertThat(TestKit.failure(TestKit.run(SharedConstructorTestCases.class)))
                .hasMessageContaining("Parameter [Lab")
                .hasMessageContaining("the constructor of class InjectionTests.SharedConstructorTestCases")
                .hasMessageContaining("@LabLifecycle(PER_CLASS)");
    }

    @Test
    void namesAStaticFieldThatAsksTooEarly() {
        assertThat(TestKit.failure(TestKit.run(StaticFieldTestCases.class)))
                .hasMessageContaining("ield InjectionTests.StaticFieldTestCases.blue")
                .hasMessageContaining("@LabLifecycle(PER_CLASS)");
    }

    @Test
    void namesAnArgumentSourceThatAsksTooEarly() {
        assertThat(TestKit.failure(TestKit.run(SourceTestCases.class)))
                .hasStackTraceContaining("arameter [Lab ")
                .hasStackTraceContaining(
                        "of method InjectionTests.SourceTestCases.source(Lab) asks for a part of a lab")
                .hasStackTraceContaining("@LabLifecycle(PER_CLASS)");
    }

    @Test
    void injectsASharedLabIntoAnArgumentSource() {
        TestKit.run(SharedSourceTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void namesAParameterThatDoesNotSayWhichNamespace() {
        assertThat(TestKit.failure(TestKit.run(WhichTestCases.class)))
                .hasMessageContaining("does not say which namespace it wants; the network has [red_ns], [blue_ns]")
                .hasMessageContaining("WhichTestCases.test(NetworkNamespace)");
    }

    @Test
    void namesAFieldThatDoesNotSayWhichNamespace() {
        assertThat(TestKit.failure(TestKit.run(WhichFieldTestCases.class)))
                .hasMessage(
                        "Field InjectionTests.WhichFieldTestCases.which does not say which namespace it wants; the network has [red_ns], [blue_ns]. Annotate it with @NetNamespace(\"…\").");
    }

    @Test
    void leavesAFieldThatTheTestHasSet() {
        TestKit.run(SetFieldTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void namesAParameterWithoutAnyNetwork() {
        assertThat(TestKit.failure(TestKit.run(NothingDeclaredTestCases.class)))
                .hasMessageContaining("no network is declared");
    }

    @Test
    void namesAFieldOfAnotherType() {
        assertThat(TestKit.failure(TestKit.run(OtherTypeTestCases.class)))
                .hasMessageContaining(
                        "@NetNamespace(\"blue_ns\") stands on field InjectionTests.OtherTypeTestCases.blue")
                .hasMessageContaining("whose type is not NetworkNamespace");
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class ParameterizedTestCases {

        private static Lab shared;

        ParameterizedTestCases(int number) {
            assertThat(number).isPositive();
        }

        @Test
        void one(Lab lab) {
            assertThat(lab).isSameAs(shared);
        }
    }

    @Hermetic
    static class ConstructorTestCases {

        private final Lab constructed;

        ConstructorTestCases(Lab lab) {
            constructed = lab;
        }

        @Test
        void one(Lab lab) {
            assertThat(lab).isSameAs(constructed);
        }

        @Nested
        class InnerTestCases {

            @Test
            void two(Lab lab) {
                assertThat(lab).isSameAs(constructed);
            }
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases {

        private static Lab shared;

        @BeforeAll
        static void beforeAll(Lab lab) {
            assertThat(shared).isSameAs(lab);
        }

        @Test
        void one(Lab lab, NetworkNamespace only) {
            assertThat(lab).isSameAs(shared);
            assertThat(lab.namespaces()).containsExactly(only);
        }

        @Nested
        class InnerTestCases {

            private Lab field;

            @Test
            void two(Lab lab) {
                assertThat(lab).isSameAs(shared).isSameAs(field);
            }
        }
    }

    @Hermetic
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedInstanceTestCases {

        Lab field;

        @Test
        void one(Lab lab) {
            assertThat(field).isSameAs(lab);
        }

        @Test
        void two(Lab lab) {
            assertThat(field).isSameAs(lab);
        }
    }

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedBothTestCases extends SharedInstanceTestCases {

        private final Lab constructed;

        SharedBothTestCases(Lab lab) {
            constructed = lab;
        }

        @BeforeAll
        void beforeAll(Lab lab) {
            assertThat(field).isSameAs(lab).isSameAs(constructed);
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class OwnLabTestCases {

        private Lab shared;
        private Lab field;

        @BeforeAll
        void beforeAll(Lab lab) {
            shared = lab;
        }

        @Test
        @LabLifecycle(LabLifecycle.Lifecycle.PER_METHOD)
        void itsOwn(Lab lab) {
            assertThat(field).isSameAs(lab);
            assertThat(lab.isOpen()).isTrue();
        }

        @Test
        void theSharedOneAfterIt(Lab lab) {
            assertThat(field).isSameAs(lab).isSameAs(shared);
        }
    }

    @Hermetic
    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class OwnLabLastTestCases {

        private Lab field;

        @NetNamespace("hermetic")
        private NetworkNamespace hermetic;

        @Test
        void first(Lab lab) {
            assertThat(field).isSameAs(lab);
        }

        @Test
        @LabLifecycle(LabLifecycle.Lifecycle.PER_METHOD)
        void itsOwn(Lab lab) {
            assertThat(field).isSameAs(lab);
        }

        @AfterAll
        void afterAll(Lab lab) {
            assertThat(field).isSameAs(lab);
            assertThat(hermetic.interfaces()).isNotEmpty();
        }
    }

    @Hermetic
    record RecordTestCases(@NetNamespace("hermetic") NetworkNamespace constructed) {

        @Test
        void one(NetworkNamespace only) {
            assertThat(constructed).isSameAs(only);
        }

        @Test
        void two(NetworkNamespace only) {
            assertThat(constructed).isSameAs(only);
        }
    }

    @Hermetic
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class SharedConstructorTestCases {

        SharedConstructorTestCases(Lab lab) {}

        @Test
        void test() {}
    }

    @Hermetic
    static class SourceTestCases {

        private static Lab ofSource;

        static Stream<String> source(Lab lab) {
            ofSource = lab;
            return Stream.of("argument");
        }

        @ParameterizedTest
        @MethodSource("source")
        void test(String argument, Lab lab) {
            assertThat(lab).as(argument).isSameAs(ofSource);
        }
    }

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedSourceTestCases extends SourceTestCases {}

    @NetNamespace("blue_ns")
    static class StaticFieldTestCases {

        @NetNamespace("blue_ns")
        static NetworkNamespace blue;

        @Test
        void test() {}
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    static class WhichTestCases {

        @Test
        void test(NetworkNamespace which) {}
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    static class WhichFieldTestCases {

        private NetworkNamespace which;

        @Test
        void test() {
            assertThat(which).isNull();
        }
    }

    @NetNamespace("red_ns")
    @NetNamespace("blue_ns")
    static class SetFieldTestCases {

        private NetworkNamespace set;

        SetFieldTestCases(Lab lab) {
            set = lab.namespace("blue_ns");
        }

        @Test
        void test(Lab lab) {
            assertThat(set).isSameAs(lab.namespace("blue_ns"));
        }
    }

    @ExtendWith(NetnsExtension.class)
    static class NothingDeclaredTestCases {

        @Test
        void test(Lab lab) {}
    }

    @NetNamespace("blue_ns")
    static class OtherTypeTestCases {

        @NetNamespace("blue_ns")
        String blue;

        @Test
        void test() {}
    }
}
