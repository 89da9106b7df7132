package io.github.netnsjunit.holds;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Java process that lacks the privilege to make namespaces. */
public final class Unprivileged {

    /** Runs a command as the overflow user, who owns nothing. */
    private static final List<String> ORDINARY_USER =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    /** Runs a command without capabilities, where no other user exists: for example in a user namespace with a single user. */
    private static final List<String> WITHOUT_CAPABILITIES =
            List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");

    private Unprivileged() {}

    /** A child process that has its class path and its temporary files in a directory. */
    public static ChildJvm childJvm(Path directory, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return ChildJvm.of(main, arguments)
                .startedBy(workingPrefix())
                .with("-Djava.io.tmpdir=" + directory)
                .withClassPath(copyOfClassPath(directory));
    }

    /** The first of the two commands that works here. */
    private static List<String> workingPrefix() throws IOException, InterruptedException {
        for (List<String> prefix : List.of(ORDINARY_USER, WITHOUT_CAPABILITIES)) {
            List<String> trial = new ArrayList<>(prefix);
            trial.addAll(List.of(ChildJvm.JAVA, "-version"));
            if (ChildJvm.run(trial).exit() == 0) {
                return prefix;
            }
        }
        assumeTrue(false, "this process can neither become another user nor give its capabilities up");
        return List.of();
    }

    /** Copies the class path, because an ordinary user may not be allowed to read it in another user's home. */
    private static String copyOfClassPath(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path original = Path.of(entry);
            if (!entry.isEmpty() && Files.exists(original)) {
                Path copy = directory.resolve(copies.size() + "-" + original.getFileName());
                copyReadable(original, copy);
                copies.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copyReadable(Path original, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = file.equals(original)
                        ? copy
                        : copy.resolve(original.relativize(file).toString());
                Files.copy(file, target);
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
