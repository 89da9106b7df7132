package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of a name that is not known inside. */
@Timeout(30)
@Tag("kernel")
class UnknownNamesTests {

    private Lab lab;

    @BeforeEach
    void create() {
        lab = Lab.create(Topology.of(
                Namespace.of("client"),
                Namespace.of("router_ns"),
                Namespace.of("server"),
                Namespace.of("lonely"),
                VethLink.between(End.of("client", "e0", "10.0.1.2/24"), End.of("router_ns", "e0", "10.0.1.1/24")),
                VethLink.between(End.of("router_ns", "e1", "10.0.2.1/24"), End.of("server", "e0", "10.0.2.2/24"))));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private String messageFor(String name) {
        UnknownHostException[] caught = new UnknownHostException[1];
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> lab.namespace("client").resolve(name))
                .satisfies(unknown -> caught[0] = unknown);
        return caught[0].getMessage();
    }

    @Test
    void listsTheKnownNamesAndSaysWhyTheWantedOneIsNotAmongThem() {
        assertThat(messageFor("lonely"))
                .startsWith("[lonely] is neither an address nor the name of a host that is known inside namespace"
                        + " [client]; known there: client, router-ns, server, ")
                .endsWith(". The lab has a namespace [lonely], but it has no address that a name could stand for.");
        assertThat(messageFor("10.2.0.300"))
                .startsWith("[10.2.0.300] is neither an address nor the name")
                .doesNotContain("The lab has");
    }

    @Test
    void listsTheInterfacesIfAnAddressIsOnOneThatDoesNotExist() throws Exception {
        assertThat(messageFor("fe80::2%e9"))
                .startsWith("[fe80::2%e9]: there is no interface [e9] in namespace [client]; it has [")
                .contains("e0", "lo");
        assertThat(messageFor("fe80::2%4000000"))
                .startsWith("[fe80::2%4000000]: there is no interface [4000000] in namespace [client]; it has [");
        assertThat(lab.namespace("client").resolve("fe80::2%e0")).hasToString("/fe80:0:0:0:0:0:0:2%e0");
        int index = lab.namespace("client").interfaceNamed("e0").index();
        assertThat(lab.namespace("client").resolve("fe80::2%" + index)).hasToString("/fe80:0:0:0:0:0:0:2%" + index);
    }

    @Test
    void isWhatAProbeSaysToo() throws Exception {
        assertThat(Ping.of(lab.namespace("client"), "lonely").send())
                .isInstanceOfSatisfying(NotReached.class, result -> {
                    assertThat(result.reason()).isEqualTo(Unreachable.UNKNOWN_HOST);
                    assertThat(result.detail()).isEqualTo(messageFor("lonely"));
                });
    }

    @Test
    void listsNoMoreThanTwentyNames() {
        try (Lab many = Lab.create(Topology.of(Stream.concat(
                        Stream.of(Namespace.of("hub")),
                        IntStream.range(0, 30)
                                .boxed()
                                .flatMap(i -> Stream.of(
                                        Namespace.of("n" + i),
                                        VethLink.between(
                                                End.of("hub", "e" + i, "10.0." + i + ".1/24"),
                                                End.of("n" + i, "e0", "10.0." + i + ".2/24")))))
                .toList()))) {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> many.namespace("hub").resolve("nobody"))
                    .withMessageMatching(".*known there: hub, n0, .*, n18, and \\d+ more");
        }
    }
}
