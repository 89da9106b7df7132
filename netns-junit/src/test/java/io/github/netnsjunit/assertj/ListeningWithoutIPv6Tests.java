package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What is asserted of IPv6 addresses in a Java process without IPv6, whose servers listen on IPv4 alone. */
class ListeningWithoutIPv6Tests {

    private static final String WHY =
            "this Java process does without IPv6, because it was started with -Djava.net.preferIPv4Stack=true";

    @Test
    void nobodyListensOnIPv6ForTheWrongReason() throws Exception {
        assertThat(ChildJvm.of(WithoutIPv6.class)
                        .with("-Djava.net.preferIPv4Stack=true")
                        .output()
                        .replaceAll("\\s+", " "))
                .contains(
                        "not on the address: Expecting: root not to listen on fd00::1 port 8080 but that says nothing: "
                                + WHY)
                .contains("not on all: Expecting: root not to listen on :: port 8080 but that says nothing: " + WHY)
                .contains("on the address: Expecting: root to listen on fd00::1 port 8080 but " + WHY)
                .contains(
                        "connected: Expecting: root to be able to connect to fd00::1 port 8080 but fd00::1 refused the connection (REFUSED): ",
                        ": " + WHY)
                .contains("the rest passed");
    }

    /** Asserts at which addresses a server listens that Java opens on all. */
    static final class WithoutIPv6 {
        private WithoutIPv6() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(
                    Namespace.of("root"),
                    Namespace.of("blue"),
                    VethLink.between(End.of("root", "e0", "fd00::1/64", "10.0.0.1/24"), End.of("blue", "e0"))))) {
                NetworkNamespace root = lab.namespace("root");
                try (ServerSocket server = root.call(() -> new ServerSocket(8080))) {
                    int port = server.getLocalPort();
                    tell(
                            "not on the address",
                            catchThrowable(() -> assertThat(root).isNotListeningOn("fd00::1", port)));
                    tell("not on all", catchThrowable(() -> assertThat(root).isNotListeningOn("::", port)));
                    tell("on the address", catchThrowable(() -> assertThat(root).isListeningOn("fd00::1", port)));
                    tell("connected", catchThrowable(() -> assertThat(root).canConnectTo("fd00::1", port)));
                    assertThat(root)
                            .isListeningOn("10.0.0.1", port)
                            .isNotListeningOn("10.0.0.1", 81)
                            .isNotListeningOn(81);
                    System.out.println("the rest passed");
                }
            }
        }

        private static void tell(String what, Throwable failure) {
            System.out.println(what + ": " + failure.getMessage());
        }
    }
}
