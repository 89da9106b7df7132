package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks the kernel in which namespace the thread of each body is. */
class InNamespaceTests {

    /**
     * The names of the bodies in the order in which they ran. A body that did not run inside has {@link #OUTSIDE}
     * before its name.
     */
    private static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

    private static final String OUTSIDE = "outside: ";

    @Test
    void runsEveryBodyInside() {
        assertThatBodiesOf(PerMethodTestCases.class).containsExactlyInAnyOrderElementsOf(EachTestCases.BODIES);
    }

    @Test
    void runsEveryBodyInsideWhenTheLabIsShared() {
        assertThatBodiesOf(SharedTestCases.class)
                .startsWith("before all")
                .endsWith("after all")
                .hasSize(2 + EachTestCases.BODIES.size())
                .containsAll(EachTestCases.BODIES);
    }

    @Test
    void runsALifecycleMethodInTheNamespaceThatItNames() {
        assertThatBodiesOf(LifecycleMethodTestCases.class).containsExactly("before each", OUTSIDE + "test");
    }

    @Test
    void namesALifecycleMethodThatRunsInsideBeforeThereIsALab() {
        assertThat(TestKit.failure(TestKit.run(TooEarlyTestCases.class)))
                .hasMessageContaining(
                        "@InNamespace(\"blue_ns\") on method InNamespaceTests.TooEarlyTestCases.prepare()")
                .hasMessageContaining("@LabLifecycle(PER_CLASS)");
    }

    private static ListAssert<String> assertThatBodiesOf(Class<?> fixture) {
        RAN.clear();
        TestKit.run(fixture).allEvents().assertStatistics(stats -> stats.failed(0));
        return assertThat(List.copyOf(RAN));
    }

    private static void recordRun(String body, Lab lab) {
        try {
            Path inside = lab.namespace("blue_ns")
                    .executor()
                    .submit(InNamespaceTests::namespaceOfThisThread)
                    .get();
            RAN.add(namespaceOfThisThread().equals(inside) ? body : OUTSIDE + body);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Returns the kernel's name of the namespace, such as {@code net:[4026532281]}. */
    private static Path namespaceOfThisThread() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    @NetNamespace("blue_ns")
    @InNamespace("blue_ns")
    abstract static class EachTestCases {

        private static final List<String> TESTS = List.of(
                "test",
                "parameterized 1",
                "parameterized 2",
                "repeated",
                "repeated",
                "factory, dynamic",
                "collection, element, dynamic",
                "stream, element, dynamic",
                "iterator, element, dynamic",
                "iterable, element, dynamic",
                "provider, element, dynamic",
                "container, child, dynamic, child, dynamic",
                "array, dynamic, child, dynamic",
                "single, child, dynamic");

        /**
         * The bodies of all tests. Each test has one body before and one after it; a factory with all its nodes counts
         * as one test.
         */
        static final List<String> BODIES = TESTS.stream()
                .flatMap(test -> Stream.concat(Stream.of("before each", "after each"), Stream.of(test.split(", ", -1))))
                .toList();

        private Lab lab;

        @BeforeEach
        void beforeEach() {
            recordRun("before each", lab);
        }

        @AfterEach
        void afterEach() {
            recordRun("after each", lab);
        }

        @Test
        void test() {
            recordRun("test", lab);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void parameterized(int number) {
            recordRun("parameterized " + number, lab);
        }

        @RepeatedTest(2)
        void repeated() {
            recordRun("repeated", lab);
        }

        @TestFactory
        Collection<DynamicTest> factory() {
            recordRun("factory", lab);
            return List.of(dynamicTest());
        }

        @TestFactory
        Collection<DynamicTest> collection() {
            recordRun("collection", lab);
            return new AbstractList<>() {

                @Override
                public DynamicTest get(int index) {
                    return element();
                }

                @Override
                public int size() {
                    return 1;
                }
            };
        }

        @TestFactory
        Stream<DynamicTest> stream() {
            recordRun("stream", lab);
            return Stream.of("made when it is asked for").map(text -> element());
        }

        @TestFactory
        Iterator<DynamicTest> iterator() {
            recordRun("iterator", lab);
            return Stream.of("made when it is asked for").map(text -> element()).iterator();
        }

        @TestFactory
        Iterable<DynamicTest> iterable() {
            recordRun("iterable", lab);
            return () -> Stream.of("made when it is asked for")
                    .map(text -> element())
                    .iterator();
        }

        @TestFactory
        Provider provider() {
            recordRun("provider", lab);
            return new Provider(Stream.of("made when it is asked for")
                    .map(text -> element())
                    .iterator());
        }

        @TestFactory
        Stream<DynamicContainer> container() {
            recordRun("container", lab);
            return Stream.of(
                    containerOfChild(),
                    DynamicContainer.dynamicContainer("outer", Stream.of("lazy").map(text -> containerOfChild())));
        }

        @TestFactory
        DynamicNode[] array() {
            recordRun("array", lab);
            return new DynamicNode[] {dynamicTest(), containerOfChild()};
        }

        @TestFactory
        DynamicNode single() {
            recordRun("single", lab);
            return containerOfChild();
        }

        private DynamicContainer containerOfChild() {
            return DynamicContainer.dynamicContainer(
                    "lazy", Stream.of("made when it is asked for").map(text -> {
                        recordRun("child", lab);
                        return dynamicTest();
                    }));
        }

        private DynamicTest element() {
            recordRun("element", lab);
            return dynamicTest();
        }

        private DynamicTest dynamicTest() {
            return DynamicTest.dynamicTest("dynamic", () -> recordRun("dynamic", lab));
        }
    }

    /** JUnit treats this like an {@code Iterable} because it has a method {@code iterator()}. */
    record Provider(Iterator<DynamicTest> iterator) {}

    static class PerMethodTestCases extends EachTestCases {}

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases extends EachTestCases {

        @BeforeAll
        static void beforeAll(Lab lab) {
            recordRun("before all", lab);
        }

        @AfterAll
        static void afterAll(Lab lab) {
            recordRun("after all", lab);
        }
    }

    @NetNamespace("blue_ns")
    static class LifecycleMethodTestCases {

        @BeforeEach
        @InNamespace("blue_ns")
        void prepare(Lab lab) {
            recordRun("before each", lab);
        }

        @Test
        void test(Lab lab) {
            recordRun("test", lab);
        }
    }

    @NetNamespace("blue_ns")
    static class TooEarlyTestCases {

        @BeforeAll
        @InNamespace("blue_ns")
        static void prepare() {}

        @Test
        void test() {}
    }
}
