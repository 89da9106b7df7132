package io.github.netnsjunit.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.Topology;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Whole JUnit tests on the article's network, timed as JUnit tells of them, then as many of the same labs without JUnit, and both once
 * more, equally warm. Prints the microseconds of each, first to last.
 */
public final class JUnitRun {

    /** Of each of the two, in each of two passes. */
    static final int ROUNDS = 1000;

    private JUnitRun() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Stopwatch stopwatch = new Stopwatch();
        try (LauncherSession session = LauncherFactory.openSession()) {
            for (int pass = 0; pass < 2; pass++) { // the first warms both up
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(selectClass(ArticleTestCase.class))
                                        .build(),
                                stopwatch);
                withoutJUnit(stopwatch.microseconds);
            }
        }
        System.out.println(); // whatever an engine has said stands on a line of its own
        stopwatch.microseconds.forEach(System.out::println);
    }

    private static void withoutJUnit(List<Long> microseconds) throws Exception {
        Topology article = Networks.article();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            try (Lab lab = Lab.create(article)) {
                Networks.enterAll(lab);
            }
            microseconds.add((System.nanoTime() - start) / 1000);
        }
    }

    /** Measures from the start of a test's life, network included, to its end. */
    private static final class Stopwatch implements TestExecutionListener {

        private final Map<String, Long> starts = new ConcurrentHashMap<>();
        private final List<Long> microseconds = new CopyOnWriteArrayList<>();

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                starts.put(test.getUniqueId(), System.nanoTime());
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Long start = starts.get(test.getUniqueId());
            if (start != null) {
                microseconds.add((System.nanoTime() - start) / 1000);
            }
            result.getThrowable().ifPresent(failure -> {
                throw new IllegalStateException("a measured test failed", failure);
            });
        }
    }

    /** What is measured: no more than the network, entered in both namespaces as {@link Networks#enterAll} does. */
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
