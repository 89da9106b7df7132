package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.process.NamespaceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind as a program of others sees it, which follows RFC 5780. */
class CoturnTests {

    @ParameterizedTest
    @EnumSource
    void agreesOnEachKind(NatKind kind, @TempDir Path folder) {
        assumeTrue(Files.exists(Path.of("/usr/bin/turnutils_natdiscovery")), "this machine has no coturn");
        try (Lab lab = Lab.create(NatTests.network(Nat.of("box", "internet", kind)))) {
            NetworkNamespace one = lab.namespace("one");
            one.addAddress("internet", "203.0.113.50/24");
            NamespaceProcess server = one.start(
                    ("turnserver -n -L 203.0.113.1 -L 203.0.113.50 -p 3478 --alt-listening-port 3479 --no-tls --no-dtls "
                                    + "--no-cli --no-auth --simple-log --log-file stdout --pidfile " + folder
                                    + "/pid --userdb " + folder + "/db")
                            .split(" "));
            server.awaitListeningUdp(3479);
            ExecResult found = lab.namespace("alice")
                    .process("turnutils_natdiscovery", "-m", "-f", "203.0.113.1")
                    .exec(Duration.ofSeconds(60));
            assertThat(found.output())
                    .contains("NAT with " + words(kind.mapping()) + " Mapping!")
                    .contains("NAT with " + words(kind.filtering()) + " Filtering!");
        }
    }

    private static String words(NatBehavior behavior) {
        return switch (behavior) {
            case ENDPOINT_INDEPENDENT -> "Endpoint Independent";
            case ADDRESS_DEPENDENT -> "Address Dependent";
            case ADDRESS_AND_PORT_DEPENDENT -> "Address and Port Dependent";
        };
    }
}
