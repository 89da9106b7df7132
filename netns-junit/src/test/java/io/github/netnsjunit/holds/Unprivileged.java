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

/** A Java process of somebody who may make no namespace. */
public final class Unprivileged {

    /** The overflow user, who owns nothing. */
    private static final List<String> ORDINARY_USER =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

    /** What is left to who has no other user to become, as in a user namespace that maps one. */
    private static final List<String> WITHOUT_CAPABILITIES =
            List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");

    private Unprivileged() {}

    /** A child that reads its class path from a directory, and keeps its temporary files there. */
    public static ChildJvm childJvm(Path directory, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return ChildJvm.of(main, arguments)
                .startedBy(way())
                .with("-Djava.io.tmpdir=" + directory)
                .withClassPath(copyOfClassPath(directory));
    }

    private static List<String> way() throws IOException, InterruptedException {
        for (List<String> way : List.of(ORDINARY_USER, WITHOUT_CAPABILITIES)) {
            List<String> trial = new ArrayList<>(way);
            trial.addAll(List.of(ChildJvm.JAVA, "-version"));
            if (ChildJvm.run(trial).exit() == 0) {
                return way;
            }
        }
        assumeTrue(false, "this process can neither become another user nor give its capabilities up");
        return List.of();
    }

    /** For what an ordinary user could not read in another's home. */
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
