package io.github.netnsjunit.jupiter;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs fixtures as JUnit runs tests. */
public final class TestKit {

    private TestKit() {}

    public static EngineExecutionResults run(Class<?> fixture) {
        return run(fixture, Map.of());
    }

    public static EngineExecutionResults run(Class<?> fixture, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .configurationParameters(parameters)
                .execute();
    }

    public static EngineExecutionResults run(Class<?> fixture, String method, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(fixture, named(fixture, method)))
                .configurationParameters(parameters)
                .execute();
    }

    private static Method named(Class<?> fixture, String name) {
        return Arrays.stream(fixture.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What failed, tests and containers, in the order of failing. */
    public static Stream<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow());
    }

    /** The one failure of a run. */
    public static Throwable failure(EngineExecutionResults results) {
        return org.assertj.core.api.Assertions.assertThat(failures(results))
                .as("failures")
                .singleElement()
                .actual();
    }
}
