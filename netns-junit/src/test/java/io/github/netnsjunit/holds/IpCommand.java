package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code ip(8)}, for what a lab does not do. A test that needs it is skipped, with the reason, on a machine that lacks it. */
public final class IpCommand {

    private IpCommand() {}

    /** Skips the test where there is none. */
    public static void assumeThere() {
        assumeTrue(
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "ip"))),
                "this machine has no ip");
    }

    /** Runs it inside; returns what it printed. */
    public static String in(NetworkNamespace namespace, String arguments) {
        assumeThere();
        NamespaceProcess ip = namespace.start(("ip " + arguments).split(" "));
        assertThat(ip.awaitExit()).as(ip.output()).isZero();
        return ip.output();
    }
}
