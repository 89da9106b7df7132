package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("where the C library cannot be loaded, a sentence says what to do")
class NativeLibraryTests {

    private static final String CAN_DENY = "a JDK 24 or later, this one or under /usr/lib/jvm";

    private static final String THIS_JAVA = System.getProperty("java.home") + "/bin/java";

    @Test
    void onAnotherOperatingSystem() {
        assertThatThrownBy(() -> NativeLibrary.load("Mac OS X", "aarch64"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("Network namespaces are a feature of the Linux kernel, and this is Mac OS X."
                        + " Run the tests on Linux, in a virtual machine, or in a container started with"
                        + " --cap-add SYS_ADMIN --cap-add NET_ADMIN.");
    }

    @Test
    void onAnotherProcessor() {
        assertThatThrownBy(() -> NativeLibrary.load("Linux", "s390x"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("netns-junit runs on x86-64 and aarch64, and this Java runtime is built for s390x."
                        + " Run the tests on a JDK for one of those.");
    }

    @Test
    void withTemporaryAndWorkingDirectoryMountedNoexec(@TempDir Path directory) throws Exception {
        assertThat(runOnNoexec(directory, "-Dunused=1"))
                .contains("could be loaded neither from the temporary directory " + directory
                        + " nor from the working directory " + directory + ": they seem to be mounted noexec")
                .contains("Name another one with -Djffi.extract.dir=DIRECTORY or -Djava.io.tmpdir=DIRECTORY.");
    }

    @Test
    void andTheRemedyHelps(@TempDir Path directory, @TempDir Path executable) throws Exception {
        assertThat(runOnNoexec(directory, "-Djffi.extract.dir=" + executable)).contains("loaded, in thread");
    }

    /** In a mount namespace of its own, which goes with the process. */
    private static String runOnNoexec(Path directory, String option) throws Exception {
        return run(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o noexec tmpfs \"$0\" && cd \"$0\" && exec \"$@\"",
                directory.toString(),
                THIS_JAVA,
                option,
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                absoluteClassPath(),
                Loading.class.getName());
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void withNativeAccessDenied() throws Exception {
        Optional<Path> java = javaThatCanDeny();
        assumeThat(java).as(CAN_DENY).isPresent();
        String output = run(
                java.orElseThrow().toString(),
                "--illegal-native-access=deny",
                "-cp",
                System.getProperty("java.class.path"),
                Loading.class.getName());
        assertThat(output)
                .contains("This Java runtime denies native access. Start it with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void orElseItLoadsInAJvmOfItsOwn() throws Exception {
        assertThat(run(THIS_JAVA, "-cp", System.getProperty("java.class.path"), Loading.class.getName()))
                .contains("loaded");
    }

    /** On the module path what jnr-ffi needs must be said, for it has no module descriptor. */
    @Test
    void orElseItLoadsAsAModule() throws Exception {
        assertThat(run(asModule(THIS_JAVA))).contains("loaded");
    }

    @Test
    void withNativeAccessDeniedToTheModule() throws Exception {
        Optional<Path> java = javaThatCanDeny();
        assumeThat(java).as(CAN_DENY).isPresent();
        String denying = java.orElseThrow().toString();
        assertThat(run(asModule(denying, "--illegal-native-access=deny")))
                .contains("Start it with --enable-native-access=org.jnrproject.jffi (");
        assertThat(run(asModule(denying, "--illegal-native-access=deny", "--enable-native-access=org.jnrproject.jffi")))
                .contains("loaded");
    }

    private static String[] asModule(String java, String... options) {
        String needed = ".*/(jnr|jffi|asm|assertj|byte-buddy|jspecify|junit|opentest4j|apiguardian)[^/]*\\.jar";
        Map<Boolean, List<String>> entries = Stream.of(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(needed) || Files.isDirectory(Path.of(entry)))
                .collect(Collectors.partitioningBy(entry -> entry.endsWith("test-classes")));
        return Stream.of(
                        Stream.of(java),
                        Stream.of(options),
                        Stream.of(
                                "--module-path",
                                String.join(File.pathSeparator, entries.get(false)),
                                "--add-modules",
                                "org.junit.platform.launcher",
                                "--patch-module",
                                "io.github.netnsjunit=" + String.join(File.pathSeparator, entries.get(true)),
                                "--module",
                                "io.github.netnsjunit/" + Loading.class.getName()))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    private static Optional<Path> javaThatCanDeny() throws IOException {
        if (java.lang.Runtime.version().feature() >= 24) {
            return Optional.of(Path.of(THIS_JAVA));
        }
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (var homes = Files.list(all)) {
            return homes.filter(home -> feature(home) >= 24)
                    .map(home -> home.resolve("bin/java"))
                    .findFirst();
        }
    }

    private static int feature(Path home) {
        try {
            return Files.readString(home.resolve("release"))
                    .lines()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> java.lang.Runtime.Version.parse(line.replaceAll("JAVA_VERSION=|\"", ""))
                            .feature())
                    .findFirst()
                    .orElse(0);
        } catch (IOException noJdk) {
            return 0;
        }
    }

    private static String run(String... command) throws Exception {
        Path output = Files.createTempFile("netns-junit", ".output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS))
                    .as("whether %s ended within 30 s", process)
                    .isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** What the child JVMs run. */
    static final class Loading {
        private Loading() {}

        public static void main(String[] arguments) {
            try {
                System.out.println("loaded, in thread " + NativeLibrary.libc().gettid());
            } catch (NativeLibraryException failure) {
                failure.printStackTrace(System.out);
            }
        }
    }
}
