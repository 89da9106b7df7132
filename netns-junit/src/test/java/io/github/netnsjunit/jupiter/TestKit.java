package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs classes of test cases as JUnit runs tests. */
public final class TestKit {

    private TestKit() {}

    public static EngineExecutionResults run(Class<?> testCases) {
        return run(testCases, Map.of());
    }

    public static EngineExecutionResults run(Class<?> testCases, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testCases))
                .configurationParameters(parameters)
                .execute();
    }

    public static EngineExecutionResults run(Class<?> testCases, String method, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(testCases, methodNamed(testCases, method)))
                .configurationParameters(parameters)
                .execute();
    }

    /** Returns the configuration parameters that let JUnit run a number of tests at once. */
    public static Map<String, String> inParallel(int tests) {
        return Map.of(
                "junit.jupiter.execution.parallel.enabled",
                "true",
                "junit.jupiter.execution.parallel.mode.default",
                "concurrent",
                "junit.jupiter.execution.parallel.config.strategy",
                "fixed",
                "junit.jupiter.execution.parallel.config.fixed.parallelism",
                Integer.toString(tests));
    }

    private static Method methodNamed(Class<?> testCases, String name) {
        return Arrays.stream(testCases.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what the tests and containers threw that failed, in the order of failing. */
    public static Stream<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow());
    }

    /** Returns the only failure of a run. */
    public static Throwable failure(EngineExecutionResults results) {
        return assertThat(failures(results)).as("failures").singleElement().actual();
    }

    /**
     * Returns what the tests of a run reported.
     *
     * @param key the key of the report entries
     */
    public static List<String> reports(EngineExecutionResults results, String key) {
        return results.allEvents()
                .reportingEntryPublished()
                .map(event -> event.getRequiredPayload(ReportEntry.class)
                        .getKeyValuePairs()
                        .get(key))
                .filter(Objects::nonNull)
                .toList();
    }
}
