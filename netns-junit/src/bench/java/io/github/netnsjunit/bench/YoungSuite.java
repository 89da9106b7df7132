package io.github.netnsjunit.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A JUnit suite in a fresh JVM. Each body enters both namespaces of its network and then waits for 10 ms. Prints two numbers for each
 * test, in microseconds. The first is the time from its start to the start of the next one, without its body: what a test sees of its
 * network, and of JUnit. The second is that of its body, without the 10 ms. With the argument {@code plain} the tests have no network.
 */
public final class YoungSuite {

    /** How many tests the suite has. */
    static final int TESTS = 200;

    /** The argument for a suite without networks. */
    static final String PLAIN = "plain";

    /** When the present test's body began. The tests must not run in parallel. */
    private static volatile long bodyBegan;

    /** How long the body waited, in ns. */
    private static volatile long waited;

    /** How long the body took, in ns. */
    private static volatile long took;

    private YoungSuite() {}

    /** Takes the argument {@code plain}, or none. */
    public static void main(String[] arguments) {
        Stopwatch stopwatch = new Stopwatch();
        Class<?> tests =
                arguments.length > 0 && arguments[0].equals(PLAIN) ? PlainTestCase.class : ArticleTestCase.class;
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(tests))
                                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                                    .build(),
                            stopwatch);
        }
        if (!stopwatch.failures.isEmpty()) {
            throw new IllegalStateException("a measured test failed", stopwatch.failures.get(0));
        }
        stopwatch.microseconds.forEach(System.out::println);
    }

    private static void work() {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(10);
        for (long now = start; now < end; now = System.nanoTime()) {
            LockSupport.parkNanos(end - now);
        }
        long now = System.nanoTime();
        waited = now - start;
        took = now - bodyBegan;
    }

    private static final class Stopwatch implements TestExecutionListener {

        private final List<Long> microseconds = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private long start;

        @Override
        public void executionStarted(TestIdentifier started) {
            if (started.isTest()) {
                stop();
                start = System.nanoTime();
            }
        }

        @Override
        public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
            if (!finished.isTest()) {
                stop(); // that of the last test
            }
            result.getThrowable().ifPresent(failures::add);
        }

        private void stop() {
            if (start != 0) {
                microseconds.add((System.nanoTime() - start - took) / 1000);
                microseconds.add((took - waited) / 1000);
            }
            start = 0;
        }
    }

    /** The measured tests. */
    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
    @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
    static class ArticleTestCase {

        @RepeatedTest(TESTS)
        @InNamespace("blue_ns")
        void entersBoth(Lab lab) throws Exception {
            bodyBegan = System.nanoTime();
            Networks.enterAll(lab);
            work();
        }
    }

    /** The same tests without a network. */
    static class PlainTestCase {

        @RepeatedTest(TESTS)
        void works() {
            bodyBegan = System.nanoTime();
            work();
        }
    }
}
