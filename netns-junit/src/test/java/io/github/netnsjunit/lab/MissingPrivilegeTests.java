package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one reads who may not make namespaces. */
class MissingPrivilegeTests {

    private static final List<String> ORDINARY =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    @Test
    @Timeout(60)
    void tellsEveryRemedy(@TempDir Path directory) throws Exception {
        List<String> probe = new ArrayList<>(ORDINARY);
        probe.add(java());
        probe.add("-version");
        assumeTrue(
                run(probe, directory).exit() == 0,
                "this process may not become another user, or that user may not run " + java());
        List<String> command = new ArrayList<>(ORDINARY);
        command.addAll(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                readableClassPath(directory),
                Attempt.class.getName()));
        Outcome outcome = run(command, directory);
        assertThat(outcome.output())
                .contains("MissingPrivilegeException")
                .contains("namespace [blue_ns]: could not make the namespace: unshare(CLONE_NEWNET): EPERM")
                .contains("lacks CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_NET_RAW")
                .contains("unshare --user --map-root-user --mount ./mvnw verify")
                .contains("kernel.apparmor_restrict_unprivileged_userns=0")
                .contains("sudo ./mvnw verify")
                .contains("docker run --cap-add SYS_ADMIN")
                .contains("GitHub Actions");
    }

    /** Run as a user without privileges. */
    static final class Attempt {
        private Attempt() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(Topology.builder().namespace("blue_ns").build())) {
                System.out.println("made " + lab);
            } catch (LabException refused) {
                System.out.println(refused);
            }
        }
    }

    private record Outcome(int exit, String output) {}

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Outcome run(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    /** Copies what the ordinary user could not read in another's home. */
    private static String readableClassPath(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> copies = new ArrayList<>();
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            Path original = Path.of(entry);
            Path copy = directory.resolve(copies.size() + "-" + original.getFileName());
            if (!Files.isDirectory(original)
                    && !entry.contains("jnr")
                    && !entry.contains("jffi")
                    && !entry.contains("asm")) {
                continue;
            }
            copyReadable(original, copy);
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyReadable(Path original, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(original.relativize(file).toString());
                Files.copy(file, target);
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
