package io.github.netnsjunit.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.holds.ArticleNetwork;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Measures whole JUnit tests on the article's network, from JUnit's report of a test's start to that of its end. After each it measures
 * the same lab without JUnit. They alternate because the kernel takes networks back in the background, which slows down whatever comes
 * next. Prints the microseconds of the first test, of the first lab, of the second test, and so on.
 */
public final class JUnitRun {

    /** How many tests and how many labs are measured. The first half warms both up. */
    static final int ROUNDS = 2000;

    private JUnitRun() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        Stopwatch stopwatch = new Stopwatch();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(ArticleTestCase.class))
                                    .filters(EngineFilter.includeEngines("junit-jupiter"))
                                    .build(),
                            stopwatch);
        }
        if (!stopwatch.failures.isEmpty()) {
            throw new IllegalStateException("a measured test failed", stopwatch.failures.get(0));
        }
        stopwatch.microseconds.forEach(System.out::println);
    }

    /** Measures each test, its network included, and then a lab. The tests must not run in parallel. */
    private static final class Stopwatch implements TestExecutionListener {

        private final Topology article = ArticleNetwork.TOPOLOGY;
        private final List<Long> microseconds = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private long start;

        @Override
        public void executionStarted(TestIdentifier test) {
            start = System.nanoTime();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                stop();
                measureWithoutJUnit();
            }
            result.getThrowable().ifPresent(failures::add);
        }

        private void measureWithoutJUnit() {
            start = System.nanoTime();
            try (Lab lab = Lab.create(article)) {
                Networks.enterAll(lab);
            } catch (Exception failure) {
                failures.add(failure);
            }
            stop();
        }

        private void stop() {
            microseconds.add((System.nanoTime() - start) / 1000);
        }
    }

    /** The measured test: it only enters both namespaces of its network, as {@link Networks#enterAll} does. */
    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
    @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
    static class ArticleTestCase {

        @RepeatedTest(ROUNDS)
        @InNamespace("blue_ns")
        void entersBoth(Lab lab) throws Exception {
            Networks.enterAll(lab);
        }
    }
}
