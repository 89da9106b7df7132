package io.github.netnsjunit.kernel.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.netnsjunit.holds.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("if the C library cannot be loaded, the message says what to do")
class NativeLibraryTests {

    private static final String JDK_24 = "a JDK 24 or later, this one or under /usr/lib/jvm";

    @Test
    void refusesOtherOperatingSystems() {
        assertThatThrownBy(() -> NativeLibrary.load("Mac OS X", "aarch64"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("Network namespaces are a feature of the Linux kernel, and this is Mac OS X."
                        + " Run the tests on Linux, in a virtual machine, or in a container started with"
                        + " --cap-add SYS_ADMIN --cap-add NET_ADMIN.");
    }

    @Test
    void refusesOtherProcessors() {
        assertThatThrownBy(() -> NativeLibrary.load("Linux", "s390x"))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessage("netns-junit runs on x86-64 and aarch64, and this Java runtime is built for s390x."
                        + " Run the tests on a JDK for one of those.");
    }

    @Test
    void failsIfTemporaryAndWorkingDirectoryAreMountedNoexec(@TempDir Path directory) throws Exception {
        assertThat(runOnNoexec(directory, "-Dunused=1"))
                .contains("could be loaded neither from the temporary directory " + directory
                        + " nor from the working directory " + directory + ": they seem to be mounted noexec")
                .contains("Name another one with -Djffi.extract.dir=DIRECTORY or -Djava.io.tmpdir=DIRECTORY.");
    }

    @Test
    void loadsFromAnExecutableDirectory(@TempDir Path directory, @TempDir Path executable) throws Exception {
        assertThat(runOnNoexec(directory, "-Djffi.extract.dir=" + executable)).contains("loaded, in thread");
    }

    /** The mount is in a mount namespace that ends with the process. */
    private static String runOnNoexec(Path directory, String option) throws Exception {
        String mount = "mount -t tmpfs -o noexec tmpfs \"$0\" && cd \"$0\" && exec \"$@\"";
        return ChildJvm.of(Loading.class)
                .startedBy(List.of("unshare", "--mount", "sh", "-c", mount, directory.toString()))
                .with(option, "-Djava.io.tmpdir=" + directory)
                .withClassPath(absoluteClassPath())
                .output();
    }

    private static String absoluteClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void failsIfNativeAccessIsDenied() throws Exception {
        Optional<Path> java = javaThatDeniesNativeAccess();
        assumeThat(java).as(JDK_24).isPresent();
        assertThat(ChildJvm.of(Loading.class)
                        .on(java.orElseThrow())
                        .withoutNativeAccess()
                        .with("--illegal-native-access=deny")
                        .output())
                .contains("This Java runtime denies native access. Start it with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void loadsInAnotherJvm() throws Exception {
        assertThat(ChildJvm.of(Loading.class).withoutNativeAccess().output()).contains("loaded");
    }

    /** jffi has no module descriptor, so its name is that of its jar. */
    @Test
    void loadsAsAModule() throws Exception {
        assertThat(ChildJvm.run(asModule(ChildJvm.JAVA)).output()).contains("loaded");
    }

    @Test
    void failsIfNativeAccessIsDeniedToTheModule() throws Exception {
        Optional<Path> java = javaThatDeniesNativeAccess();
        assumeThat(java).as(JDK_24).isPresent();
        String denying = java.orElseThrow().toString();
        assertThat(ChildJvm.run(asModule(denying, "--illegal-native-access=deny"))
                        .output())
                .contains("Start it with --enable-native-access=org.jnrproject.jffi (");
        assertThat(ChildJvm.run(asModule(
                                denying, "--illegal-native-access=deny", "--enable-native-access=org.jnrproject.jffi"))
                        .output())
                .contains("loaded");
    }

    private static List<String> asModule(String java, String... options) {
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
                .toList();
    }

    private static Optional<Path> javaThatDeniesNativeAccess() throws IOException {
        if (java.lang.Runtime.version().feature() >= 24) {
            return Optional.of(Path.of(ChildJvm.JAVA));
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

    /** The main class of the child JVMs. */
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
