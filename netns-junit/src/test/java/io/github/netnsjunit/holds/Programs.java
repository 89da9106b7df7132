package io.github.netnsjunit.holds;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Programs that not every machine has. A test that needs one says so. Without it, the test is reported as skipped. */
public final class Programs {

    /** Where those of an administrator are, which an ordinary user need not have on the path. */
    private static final String OF_ADMINISTRATORS = File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/sbin";

    private Programs() {}

    /** Skips the calling test if one of the programs is not there. */
    public static void need(String... programs) {
        for (String program : programs) {
            assumeTrue(
                    Pattern.compile(File.pathSeparator)
                            .splitAsStream(System.getenv("PATH") + OF_ADMINISTRATORS)
                            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
                    () -> "this machine has no " + program);
        }
    }
}
