package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What a body leaves in a {@code ThreadLocal} is there for the later bodies of its test, and for no other test. */
class ThreadLocalTests {

    @Test
    void aThreadLocalLivesFromBeforeEachToAfterEach() {
        assertThatAllSucceed(TestKit.run(ThreadLocalTestCases.class));
    }

    @ParameterizedTest
    @ValueSource(classes = {RepeatedTestCases.class, PerClassTestCases.class, SharedLabTestCases.class})
    void aThreadLocalIsOfOneTestWhereSeveralRunAtOnceOrShareAnObject(Class<?> testCases) {
        assertThatAllSucceed(TestKit.run(testCases));
        assertThatAllSucceed(TestKit.run(testCases, TestKit.inParallel(4)));
    }

    private static void assertThatAllSucceed(EngineExecutionResults results) {
        assertThat(TestKit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isPositive();
    }

    @Hermetic
    static class ThreadLocalTestCases {

        private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "not set");

        @BeforeEach
        void set() {
            LOCAL.set("set before each");
        }

        @Test
        void sees() {
            assertThat(LOCAL.get()).isEqualTo("set before each");
            LOCAL.set("set by the test");
        }

        @AfterEach
        void stillSees() {
            assertThat(LOCAL.get()).isEqualTo("set by the test");
        }
    }

    @Hermetic
    abstract static class OwnTestCases {

        private static final ThreadLocal<TestInfo> LOCAL = new ThreadLocal<>();

        @BeforeEach
        void set(TestInfo test) {
            assertThat(LOCAL.get()).as("what another test left").isNull();
            LOCAL.set(test);
        }

        @AfterEach
        void stillSees(TestInfo test) {
            assertSees(test);
        }

        void assertSees(TestInfo test) {
            assertThat(LOCAL.get().getDisplayName()).isEqualTo(test.getDisplayName());
        }
    }

    static class RepeatedTestCases extends OwnTestCases {

        @RepeatedTest(6)
        void repeated(TestInfo test) {
            assertSees(test);
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerClassTestCases extends OwnTestCases {

        @RepeatedTest(4)
        void repeated(TestInfo test) {
            assertSees(test);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void withArguments(int number, TestInfo test) {
            assertThat(number).isPositive();
            assertSees(test);
        }
    }

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedLabTestCases extends OwnTestCases {

        @RepeatedTest(4)
        void repeated(TestInfo test) {
            assertSees(test);
        }

        @Nested
        class InnerTestCases {

            @BeforeEach
            void seesInABeforeEachOfItsOwn(TestInfo test) {
                assertSees(test);
            }

            @RepeatedTest(3)
            void repeated(TestInfo test) {
                assertSees(test);
            }
        }
    }
}
