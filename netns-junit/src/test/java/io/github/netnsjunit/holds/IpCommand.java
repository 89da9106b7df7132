package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Runs {@code ip(8)}, for what a lab cannot do. On a machine without it, a test that needs it is skipped. */
public final class IpCommand {

    private IpCommand() {}

    /** Skips the test if the machine has no {@code ip}. */
    public static void assumeThere() {
        assumeTrue(
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "ip"))),
                "this machine has no ip");
    }

    /** Runs {@code ip} inside a namespace, and returns what it printed. */
    public static String in(NetworkNamespace namespace, String arguments) {
        assumeThere();
        ExecResult ip = namespace.exec(("ip " + arguments).split(" "));
        assertThat(ip.exitCode()).as(ip.output()).isZero();
        return ip.output();
    }
}
