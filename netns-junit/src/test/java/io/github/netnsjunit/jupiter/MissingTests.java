package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.netnsjunit.lab.KernelFeature;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a test whose privilege or kernel feature is missing. */
class MissingTests {

    /** The overflow user, who owns nothing. */
    private static final String NOBODY = "65534";

    @Test
    void runs_what_the_kernel_can_do() {
        TestKit.run(FeatureTestCases.class, "has", Map.of()).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void skips_or_fails_what_the_kernel_cannot_do() {
        assumeThat(KernelFeature.NETEM.isAvailable())
                .as("a kernel with netem has nothing to skip")
                .isFalse();
        TestKit.run(FeatureTestCases.class, "lacks", Map.of()).testEvents().assertStatistics(stats -> stats.skipped(1));
        assertThat(TestKit.failure(TestKit.run(FeatureTestCases.class, "lacks", Map.of(Settings.MISSING, "fail"))))
                .hasStackTraceContaining("@EnabledIfKernelHas(NETEM): ");
    }

    @Test
    void makes_no_network_for_a_test_that_is_disabled() {
        TestKit.run(FeatureTestCases.class, "disabled", Map.of())
                .testEvents()
                .assertStatistics(stats -> stats.skipped(1).failed(0));
    }

    @ParameterizedTest
    @CsvSource({"fail, failed 1 skipped 0", "skip, failed 0 skipped 1"})
    void says_which_privilege_is_missing_and_how_to_get_it(String missing, String outcome, @TempDir Path shared)
            throws Exception {
        assumeThat(isRealRoot())
                .as("only root can become a user without privileges")
                .isTrue();
        Process child = new ProcessBuilder(unprivileged(shared, missing))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains(outcome)
                .contains("This process lacks CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW")
                .contains("unshare --user --map-root-user --mount")
                .contains("--cap-add SYS_ADMIN");
    }

    private static boolean isRealRoot() throws Exception {
        return Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295")
                && System.getProperty("user.name").equals("root");
    }

    /** Its class path is copied to where anybody may read. */
    private static List<String> unprivileged(Path shared, String missing) throws Exception {
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(from)) {
                Path to = shared.resolve(classPath.size() + "-" + from.getFileName());
                copy(from, to);
                classPath.add(to.toString());
            }
        }
        return List.of(
                "setpriv",
                "--reuid",
                NOBODY,
                "--regid",
                NOBODY,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=/tmp",
                "-cp",
                String.join(File.pathSeparator, classPath),
                Unprivileged.class.getName(),
                missing);
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, file.equals(from) ? to : copy);
                }
            }
        }
    }

    /** Runs a fixture and prints what became of it. */
    static final class Unprivileged {

        private Unprivileged() {}

        public static void main(String[] arguments) {
            var results = TestKit.run(FeatureTestCases.class, "needsNetwork", Map.of(Settings.MISSING, arguments[0]));
            var tests = results.testEvents();
            System.out.println("failed " + tests.failed().count() + " skipped "
                    + tests.aborted().count());
            tests.finished().stream()
                    .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                    .forEach(System.out::println);
        }
    }

    static class FeatureTestCases {

        @Test
        @EnabledIfKernelHas(KernelFeature.VETH)
        void has() {}

        @Test
        @EnabledIfKernelHas({KernelFeature.VETH, KernelFeature.NETEM})
        void lacks() {}

        @Test
        @Disabled("its network cannot be made")
        @NetNamespace("blue_ns")
        @Sysctl(namespace = "blue_ns", name = "net.ipv4.no_such_parameter", value = "1")
        void disabled() {}

        @Test
        @Hermetic
        void needsNetwork() {}
    }
}
