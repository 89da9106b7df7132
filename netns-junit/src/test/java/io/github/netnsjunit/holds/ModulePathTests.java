package io.github.netnsjunit.holds;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.netnsjunit.assertj.NetnsSoftAssertions;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** The class path of the tests, entry by entry. */
    private static final List<String> CLASS_PATH =
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));

    @Test
    void aTestOwnsItsNetworkOnTheModulePath() throws Exception {
        String tests = joined(CLASS_PATH.stream().filter(entry -> entry.endsWith("test-classes")));
        assertThat(ChildJvm.of(Main.class)
                        .withClassPath(tests)
                        .with("--module-path", modulePath(), "--add-modules", "ALL-MODULE-PATH")
                        .output())
                .contains("in module io.github.netnsjunit")
                .contains("2 passed, []");
    }

    /** Build tools compile tests so if the module has a descriptor and its tests have none. */
    @Test
    void testsInAUsersModuleCompileThoughItRequiresNothing(@TempDir Path directory) throws IOException {
        Path module = write(directory, "main/module-info.java", "module acme {}");
        Path main = write(directory, "main/acme/Acme.java", "package acme; class Acme {}");
        String modules = directory.resolve("classes").toString();
        compile("-d", modules, module.toString(), main.toString());
        Path tests = write(directory, "test/acme/AcmeTests.java", TEST);
        compile(
                "-d",
                directory.resolve("test-classes").toString(),
                "--module-path",
                modules,
                "--add-modules=acme",
                "--patch-module=acme=" + directory.resolve("test"),
                "--add-reads=acme=ALL-UNNAMED",
                "--class-path",
                joined(CLASS_PATH.stream().filter(entry -> !entry.endsWith("test-classes"))),
                tests.toString());
    }

    @Test
    void aUsersModuleOfTestsCompilesIfItRequiresTheLibraryAlone(@TempDir Path directory) throws IOException {
        Path module = write(directory, "module-info.java", "open module acme { requires io.github.netnsjunit; }");
        Path tests = write(directory, "acme/AcmeTests.java", TEST);
        compile(
                "-d",
                directory.resolve("classes").toString(),
                "--module-path",
                modulePath(),
                module.toString(),
                tests.toString());
    }

    private static String modulePath() {
        return joined(
                CLASS_PATH.stream().filter(entry -> NEEDED.test(entry) || entry.endsWith(File.separator + "classes")));
    }

    private static String joined(Stream<String> entries) {
        return entries.collect(Collectors.joining(File.pathSeparator));
    }

    private static Path write(Path directory, String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static void compile(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int exit = ToolProvider.getSystemJavaCompiler().run(null, output, output, arguments);
        assertThat(exit).as(output.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** A test of a user's. */
    private static final String TEST = """
            package acme;

            import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

            import io.github.netnsjunit.assertj.NetnsSoftAssertions;
            import io.github.netnsjunit.jupiter.NetNamespace;
            import io.github.netnsjunit.lab.NetworkNamespace;
            import org.junit.jupiter.api.Test;

            @NetNamespace("blue_ns")
            class AcmeTests {

                @Test
                void pings(NetworkNamespace blue) {
                    assertThat(blue).canPing("127.0.0.1");
                    NetnsSoftAssertions.assertSoftly(softly -> softly.assertThat(blue).canPing("127.0.0.1"));
                }
            }
            """;

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

        @Test
        void assertsSoftly(Lab lab, @NetNamespace("blue_ns") NetworkNamespace blue) {
            NetnsSoftAssertions softly = new NetnsSoftAssertions();
            softly.assertThat(lab).hasNoLeftThreads();
            softly.assertThat(blue).hasInterface("veth_blue_ns").isUp();
            softly.assertThat(blue).cannotPing("nobody.invalid");
            assertThat(softly.errorsCollected()).hasSize(1);
        }
    }
}
