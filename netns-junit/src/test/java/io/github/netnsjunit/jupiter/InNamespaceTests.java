package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.lifecycle.Body;
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
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where bodies run, by the kernel's account of their threads. */
class InNamespaceTests {

    /** The bodies that ran inside, by name, in the order of running; with {@link #OUTSIDE} before the name, that ran elsewhere. */
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
    void readsTheElementsOfAFactoryAsIfOnTheThreadOfJunit() {
        assertThat(TestKit.failure(TestKit.run(ElementsTestCases.class)))
                .isSameAs(ElementsTestCases.CHECKED)
                .hasNoSuppressedExceptions();
        assertThat(ElementsTestCases.inherited).isEqualTo("set before each");
    }

    @Test
    void runsALifecycleMethodWhereItSaysItself() {
        assertThatBodiesOf(LifecycleMethodTestCases.class).containsExactly("before each", OUTSIDE + "test");
    }

    @Test
    void namesALifecycleMethodThatAsksForALabThatIsNotThere() {
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

    private static void ran(String body, Lab lab) {
        try {
            Path inside = lab.namespace("blue_ns")
                    .executor()
                    .submit(InNamespaceTests::namespaceOfThisThread)
                    .get();
            RAN.add(namespaceOfThisThread().equals(inside) ? body : OUTSIDE + body);
        } catch (Exception unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    /** The kernel's name for it, such as {@code net:[4026532281]}. */
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

        /** Each test is one before and one after each; a factory is one, with all that it makes. */
        static final List<String> BODIES = TESTS.stream()
                .flatMap(test -> Stream.concat(Stream.of("before each", "after each"), Stream.of(test.split(", ", -1))))
                .toList();

        private Lab lab;

        @BeforeEach
        void beforeEach() {
            ran("before each", lab);
        }

        @AfterEach
        void afterEach() {
            ran("after each", lab);
        }

        @Test
        void test() {
            ran("test", lab);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void parameterized(int number) {
            ran("parameterized " + number, lab);
        }

        @RepeatedTest(2)
        void repeated() {
            ran("repeated", lab);
        }

        @TestFactory
        Collection<DynamicTest> factory() {
            ran("factory", lab);
            return List.of(dynamicTest());
        }

        @TestFactory
        Collection<DynamicTest> collection() {
            ran("collection", lab);
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
            ran("stream", lab);
            return Stream.of("made when it is asked for").map(text -> element());
        }

        @TestFactory
        Iterator<DynamicTest> iterator() {
            ran("iterator", lab);
            return Stream.of("made when it is asked for").map(text -> element()).iterator();
        }

        @TestFactory
        Iterable<DynamicTest> iterable() {
            ran("iterable", lab);
            return () -> Stream.of("made when it is asked for")
                    .map(text -> element())
                    .iterator();
        }

        @TestFactory
        Provider provider() {
            ran("provider", lab);
            return new Provider(Stream.of("made when it is asked for")
                    .map(text -> element())
                    .iterator());
        }

        @TestFactory
        Stream<DynamicContainer> container() {
            ran("container", lab);
            return Stream.of(
                    containerOfChild(),
                    DynamicContainer.dynamicContainer("outer", Stream.of("lazy").map(text -> containerOfChild())));
        }

        @TestFactory
        DynamicNode[] array() {
            ran("array", lab);
            return new DynamicNode[] {dynamicTest(), containerOfChild()};
        }

        @TestFactory
        DynamicNode single() {
            ran("single", lab);
            return containerOfChild();
        }

        private DynamicContainer containerOfChild() {
            return DynamicContainer.dynamicContainer(
                    "lazy", Stream.of("made when it is asked for").map(text -> {
                        ran("child", lab);
                        return dynamicTest();
                    }));
        }

        private DynamicTest element() {
            ran("element", lab);
            return dynamicTest();
        }

        private DynamicTest dynamicTest() {
            return DynamicTest.dynamicTest("dynamic", () -> ran("dynamic", lab));
        }
    }

    /** What JUnit takes for an iterable too. */
    record Provider(Iterator<DynamicTest> iterator) {}

    static class PerMethodTestCases extends EachTestCases {}

    @LabLifecycle(LabLifecycle.Lifecycle.PER_CLASS)
    static class SharedTestCases extends EachTestCases {

        @BeforeAll
        static void beforeAll(Lab lab) {
            ran("before all", lab);
        }

        @AfterAll
        static void afterAll(Lab lab) {
            ran("after all", lab);
        }
    }

    @Hermetic
    static class ElementsTestCases {

        @SuppressWarnings("StaticAssignmentOfThrowable") // the very one must arrive
        static final Exception CHECKED = new IOException("on purpose");

        static volatile String inherited = "";

        private static final InheritableThreadLocal<String> THREAD_LOCAL = new InheritableThreadLocal<>();

        @RegisterExtension
        final BeforeEachCallback setter = context -> THREAD_LOCAL.set("set before each");

        @TestFactory
        Stream<DynamicTest> factory() {
            return Stream.of("made when it is asked for").map(text -> {
                inherited = THREAD_LOCAL.get();
                throw Body.<RuntimeException>unchecked(CHECKED);
            });
        }
    }

    @NetNamespace("blue_ns")
    static class LifecycleMethodTestCases {

        @BeforeEach
        @InNamespace("blue_ns")
        void prepare(Lab lab) {
            ran("before each", lab);
        }

        @Test
        void test(Lab lab) {
            ran("test", lab);
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
