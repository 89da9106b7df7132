package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;

/** Runs {@code ip(8)}, for what a lab cannot do. On a machine without it, a test that needs it is skipped. */
public final class IpCommand {

    private IpCommand() {}

    /** Skips the test if the machine has no {@code ip}. */
    public static void assumeThere() {
        Programs.need("ip");
    }

    /** Runs {@code ip} inside a namespace, and returns what it printed. */
    public static String in(NetworkNamespace namespace, String arguments) {
        assumeThere();
        ExecResult ip = namespace.exec(("ip " + arguments).split(" "));
        assertThat(ip.exitCode()).as(ip.output()).isZero();
        return ip.output();
    }
}
