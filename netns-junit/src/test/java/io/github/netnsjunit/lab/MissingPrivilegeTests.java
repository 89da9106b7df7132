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

    private static final List<String> ORDINARY_USER =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    /** What is left to who has no other user to become, as in a user namespace that maps one. */
    private static final List<String> WITHOUT_CAPABILITIES =
            List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");

    @Test
    @Timeout(60)
    void tellsEveryRemedy(@TempDir Path directory) throws Exception {
        List<String> command = new ArrayList<>();
        for (List<String> way : List.of(ORDINARY_USER, WITHOUT_CAPABILITIES)) {
            List<String> trial = new ArrayList<>(way);
            trial.addAll(List.of(java(), "-version"));
            if (command.isEmpty() && run(trial, directory).exit() == 0) {
                command.addAll(way);
            }
        }
        assumeTrue(!command.isEmpty(), "this process can neither become another user nor give its capabilities up");
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
