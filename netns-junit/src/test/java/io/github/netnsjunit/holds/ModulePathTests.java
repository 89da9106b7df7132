package io.github.netnsjunit.holds;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** All other tests run on the class path. Users may have the library, JUnit and AssertJ on the module path instead. */
class ModulePathTests {

    /** Selects the jars that the library and JUnit need, from all those on the class path of the tests. */
    private static final Predicate<String> NEEDED = Pattern.compile(
                    "(junit-(jupiter|platform)|opentest4j|apiguardian|assertj|byte-buddy|jspecify|jnr-|jffi|asm)[^/]*\\.jar$")
            .asPredicate()
            .and(jar -> !jar.contains("testkit"));

    @Test
    void aTestOwnsItsNetworkOnTheModulePath() throws Exception {
        List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        String tests = all.stream()
                .filter(entry -> entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        String modules = all.stream()
                .filter(entry -> NEEDED.test(entry) || entry.endsWith(File.separator + "classes"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ChildJvm.of(Main.class)
                        .withClassPath(tests)
                        .with("--module-path", modules, "--add-modules", "ALL-MODULE-PATH")
                        .output())
                .contains("in module io.github.netnsjunit")
                .contains("1 passed, []");
    }

    /** Run with the library as a module. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(OneTestCase.class))
                                    .build(),
                            listener);
            System.out.println("in " + Lab.class.getModule());
            System.out.println(listener.getSummary().getTestsSucceededCount() + " passed, "
                    + listener.getSummary().getFailures().stream()
                            .map(failure -> failure.getException())
                            .toList());
        }
    }

    @NetNamespace("root_ns")
    @NetNamespace("blue_ns")
    @VethPair(
            left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
            right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
    @DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
    static class OneTestCase {

        @Test
        void pings(@NetNamespace("blue_ns") NetworkNamespace blue) {
            assertThat(blue).canPing("root-ns").hasDefaultRouteVia("10.0.0.1");
        }
    }
}
