package io.github.netnsjunit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;

/** A name server in a Java process without IPv6, where Java can open sockets for IPv4 alone. */
class DnsServerWithoutIPv6Tests {

    @Test
    void servesItsIPv4AddressesAndRefusesToHaveNone() throws Exception {
        assertThat(ChildJvm.of(WithoutIPv6.class)
                        .with("-Djava.net.preferIPv4Stack=true")
                        .output())
                .contains("both families: 203.0.113.1")
                .contains("IPv6 first: 203.0.113.1")
                .contains(
                        "unknown: [nobody.example.test] is neither",
                        "What has IPv6 addresses alone is unknown too: this Java process")
                .contains("IPv6 alone: namespace [server]: could not ")
                .contains(
                        "the name server has IPv6 addresses alone, and this Java process does without IPv6, because it was"
                                + " started with -Djava.net.preferIPv4Stack=true: start it without");
    }

    /** Makes name servers, and asks one. */
    static final class WithoutIPv6 {
        private WithoutIPv6() {}

        private static Topology network(String client, String server) {
            return Topology.of(
                    Namespace.of("alice"),
                    Namespace.of("server"),
                    VethLink.between(
                            End.of("alice", "eth0", client.split(" ")), End.of("server", "eth0", server.split(" "))),
                    DnsServer.of("server", "www.example.test. 60 IN A 203.0.113.1"));
        }

        private static String asked(Topology network) {
            try (Lab lab = Lab.create(network)) {
                return lab.namespace("alice")
                        .exec("getent", "ahostsv4", "www.example.test")
                        .output();
            }
        }

        public static void main(String[] arguments) throws Exception {
            System.out.println("both families: " + asked(network("10.0.0.1/24 fd00::1/64", "10.0.0.2/24 fd00::2/64")));
            System.out.println("IPv6 first: " + asked(network("fd00::1/64 10.0.0.1/24", "fd00::2/64 10.0.0.2/24")));
            try (Lab lab = Lab.create(network("10.0.0.1/24", "10.0.0.2/24"))) {
                System.out.println("unknown: "
                        + catchThrowable(() -> lab.namespace("alice").resolve("nobody.example.test"))
                                .getMessage());
            }
            System.out.println("IPv6 alone: "
                    + catchThrowable(() -> Lab.create(network("fd00::1/64", "fd00::2/64"))
                                    .close())
                            .getMessage());
        }
    }
}
