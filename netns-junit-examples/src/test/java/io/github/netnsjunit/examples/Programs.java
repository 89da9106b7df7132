package io.github.netnsjunit.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs that not every machine has. A test that needs one says so. Without it, the test is reported as skipped. */
public final class Programs {

    private Programs() {}

    /** Skips the calling test if one of the programs is not on the path. */
    public static void need(String... programs) {
        for (String program : programs) {
            assumeTrue(isOnPath(program), () -> "this machine has no " + program);
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
