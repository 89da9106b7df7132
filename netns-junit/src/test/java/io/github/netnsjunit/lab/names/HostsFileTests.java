package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@Tag("kernel")
class HostsFileTests {

    private static final Path HOSTS = Path.of("/etc/hosts");

    /** Three namespaces in a line: only the router has a link to both others. */
    private static final Topology LINE = Topology.of(
            Namespace.of("left_ns"),
            Namespace.of("router_ns"),
            Namespace.of("right_ns"),
            VethLink.between(
                    End.of("left_ns", "eth0", "10.0.1.2/24", "fd01::2/64"),
                    End.of("router_ns", "eth0", "10.0.1.1/24", "fd01::1/64")),
            VethLink.between(End.of("router_ns", "eth1", "10.0.2.1/24"), End.of("right_ns", "eth0", "10.0.2.2/24")));

    @Test
    void aNeighbourHasItsAddressOnTheSharedLink() throws Exception {
        try (Lab lab = Lab.create(LINE)) {
            for (String name : new String[] {"router_ns", "router-ns"}) {
                assertThat(addresses(lab, "left_ns", name)).containsExactlyInAnyOrder("10.0.1.1", "fd01::1");
                assertThat(addresses(lab, "right_ns", name)).containsExactly("10.0.2.1");
            }
            assertThat(addresses(lab, "router_ns", "left-ns")).containsExactlyInAnyOrder("10.0.1.2", "fd01::2");
            assertThat(addresses(lab, "left_ns", "left_ns")).containsExactlyInAnyOrder("10.0.1.2", "fd01::2");
        }
    }

    /** Both sites have the same private network, as behind two NATs. */
    @Test
    void aNameFarAwayNeverLeadsToSomebodyNear() throws Exception {
        try (Lab lab = Lab.create(Topology.of(
                Lan.of("home_1", "192.168.1.0/24", "alice"),
                Lan.of("home_2", "192.168.1.0/24", "bob", "carol"),
                Lan.of("office", "10.2.0.0/24", "carol")))) {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> lab.namespace("alice").resolve("bob"));
            assertThat(addresses(lab, "alice", "carol")).doesNotContain("192.168.1.1");
            assertThat(addresses(lab, "bob", "carol")).containsExactly("192.168.1.2");
        }
    }

    private static List<String> addresses(Lab lab, String namespace, String name) throws Exception {
        return lab.namespace(namespace).resolveAll(name).stream()
                .map(IpAddress::text)
                .toList();
    }

    /** Whether anything forwards between them or not: a ping can say better than a name why a host is not reached. */
    @Test
    void aHostThatIsNoNeighbourHasItsFirstAddresses() throws Exception {
        try (Lab lab = Lab.create(LINE)) {
            assertThat(addresses(lab, "left_ns", "right_ns")).containsExactly("10.0.2.2");
            assertThat(addresses(lab, "right_ns", "left_ns")).containsExactlyInAnyOrder("10.0.1.2", "fd01::2");
            assertThat(addresses(lab, "right_ns", "router_ns")).containsExactly("10.0.2.1");
        }
    }

    @Test
    void namespacesOnTheSameBridgeAreNeighbours() throws Exception {
        Topology bridged = Topology.of(
                Namespace.of("switch_ns"),
                Namespace.of("red_ns"),
                Namespace.of("blue_ns"),
                BridgeLink.of("switch_ns", "br0"),
                VethLink.between(
                        End.of("red_ns", "eth0", "10.0.0.1/24"),
                        End.of("switch_ns", "p1").master("br0")),
                VethLink.between(
                        End.of("blue_ns", "eth0", "10.0.0.2/24"),
                        End.of("switch_ns", "p2").master("br0")));
        try (Lab lab = Lab.create(bridged)) {
            assertThat(addresses(lab, "red_ns", "blue-ns")).containsExactly("10.0.0.2");
        }
    }

    /** A link-local address is of use only together with an interface. */
    @Test
    void linkLocalAddressesAreLeftOut() throws Exception {
        Topology linkLocal = Topology.of(
                Namespace.of("red_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("red_ns", "eth0", "fe80::1/64", "fd00::1/64"), End.of("blue_ns", "eth0", "fe80::2/64")));
        try (Lab lab = Lab.create(linkLocal)) {
            assertThat(addresses(lab, "blue_ns", "red-ns")).containsExactly("fd00::1");
            assertThat(addresses(lab, "blue_ns", "blue-ns")).containsExactly("127.0.0.1");
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> lab.namespace("red_ns").resolve("blue-ns"));
        }
    }

    @Test
    void aLabDoesNotGetTheAnswersOfAnEarlierOne() throws Exception {
        for (int i = 1; i < 4; i++) {
            Topology topology = Topology.of(
                    Namespace.of("web"),
                    Namespace.of("user"),
                    VethLink.between(
                            End.of("web", "eth0", "10.0." + i + ".1/24"),
                            End.of("user", "eth0", "10.0." + i + ".2/24")));
            try (Lab lab = Lab.create(topology)) {
                assertThat(lab.namespace("user").call(() -> Arrays.asList(InetAddress.getAllByName("web"))))
                        .extracting(InetAddress::getHostAddress)
                        .containsExactly("10.0." + i + ".1");
            }
        }
        try (Lab lab = Lab.create(Topology.of(Namespace.of("alone")))) {
            assertThatExceptionOfType(UnknownHostException.class)
                    .isThrownBy(() -> lab.namespace("alone").resolve("web"));
        }
    }

    @Test
    void aNamespaceWithoutLinksHasItsOwnName() throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("alone_ns")))) {
            assertThat(addresses(lab, "alone_ns", "alone-ns")).containsExactly("127.0.0.1");
            assertThat(addresses(lab, "alone_ns", "localhost")).contains("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Web_Server", "web_server", "Web-Server", "WEB-SERVER", "web-server"})
    void upperAndLowerCaseHyphenAndUnderscoreAreTheSame(String name) throws Exception {
        Topology topology = Topology.of(
                Namespace.of("Web_Server"),
                Namespace.of("user"),
                VethLink.between(End.of("Web_Server", "eth0", "10.0.0.1/24"), End.of("user", "eth0", "10.0.0.2/24")));
        try (Lab lab = Lab.create(topology)) {
            assertThat(addresses(lab, "user", name)).containsExactly("10.0.0.1");
            assertThat(addresses(lab, "Web_Server", name)).containsExactly("10.0.0.1");
        }
    }

    @Test
    void aNameOfTheLabReplacesTheMachinesInUpperAndLowerCase() throws Exception {
        String known = machineLines().stream()
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .filter(name -> !name.equals("localhost") && name.matches("[a-z][a-z0-9-]+"))
                .findFirst()
                .orElse(null);
        assumeTrue(known != null, "the machine's file names no host");
        String ours = known.toUpperCase(Locale.ROOT);
        HostsFile hosts = HostsFile.of(Topology.of(Namespace.of(ours)).outline());
        assertThat(hosts.text(ours).lines())
                .filteredOn(line ->
                        List.of(line.toLowerCase(Locale.ROOT).split(" ")).contains(known))
                .containsExactly("127.0.0.1 " + known + " " + ours);
    }

    @Test
    void theLinesOfTheMachinesFileAreKept() throws Exception {
        List<String> machine = machineLines();
        try (Lab lab = Lab.create(LINE)) {
            NetworkNamespace left = lab.namespace("left_ns");
            assertThat(left.call(() -> Files.readAllLines(HOSTS)))
                    .containsAll(machine)
                    .anyMatch(line -> line.startsWith("10.0.1.1 "))
                    .anyMatch(line -> line.matches("\\S+ (.* )?localhost( .*)?"))
                    .noneMatch(line -> line.contains("netns-junit"));
            List<String> nested = left.call(() -> {
                try (Lab inner = Lab.create(Topology.of(Namespace.of("inner_ns")))) {
                    return inner.namespace("inner_ns").call(() -> Files.readAllLines(HOSTS));
                }
            });
            assertThat(nested).containsAll(machine).noneMatch(line -> line.startsWith("10.0.1.1 "));
        }
    }

    /** The lines of the machine's own file, without comments and with single spaces. */
    private static List<String> machineLines() throws IOException {
        return Files.readAllLines(HOSTS).stream()
                .map(line -> line.replaceFirst("#.*", "").trim().replaceAll("\\s+", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void programsFindTheNamesToo() {
        try (Lab lab = Lab.create(LINE)) {
            NamespaceProcess getent = lab.namespace("right_ns").start("getent", "hosts", "router-ns");
            assertThat(getent.awaitExit()).isZero();
            assertThat(getent.output()).startsWith("10.0.2.1").contains("router_ns");
        }
    }

    /** A link to another host, {@code green}, which tests add to {@link #LINE}. */
    private static final VethLink CABLE =
            VethLink.between(End.of("left_ns", "to_green", "10.1.0.1/24"), End.of("green", "eth0", "10.1.0.2/24"));

    @Test
    void namesAreRemovedThoughTheThreadIsInterrupted() throws Exception {
        try (Lab lab = Lab.create(LINE)) {
            NetworkNamespace left = lab.namespace("left_ns");
            assertThat(left.resolve("left_ns")).isNotNull();
            Addition green = lab.add(Namespace.of("green"), CABLE);
            assertThat(addresses(lab, "left_ns", "green")).containsExactly("10.1.0.2");
            Thread.currentThread().interrupt();
            green.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> left.resolve("green"));
        }
    }

    /**
     * Inside, a program unmounts the private file, so that another file is seen there. That file must not be written.
     */
    @Test
    void newNamesAreWrittenOnlyToThePrivateFile(@TempDir Path directory) throws Exception {
        Path other = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        try (Lab lab = Lab.create(LINE)) {
            NetworkNamespace left = lab.namespace("left_ns");
            NamespaceProcess uncovering =
                    left.start("sh", "-c", "umount /etc/hosts && mount --bind \"$0\" /etc/hosts", other.toString());
            assertThat(uncovering.awaitExit()).as(uncovering.output()).isZero();
            lab.add(Namespace.of("green"), CABLE);
            assertThat(left.call(() -> Files.readString(HOSTS))).isEqualTo("127.0.0.1 localhost\n");
        }
        assertThat(other).hasContent("127.0.0.1 localhost");
    }

    @Test
    void noStaleNamesAreLeftWhenTwoAdditionsCloseAtTheSameTime() throws Exception {
        try (Lab lab = Lab.create(LINE)) {
            NetworkNamespace left = lab.namespace("left_ns");
            assertThat(left.resolve("left_ns")).isNotNull();
            VethLink toRed =
                    VethLink.between(End.of("left_ns", "to_red", "10.2.0.1/24"), End.of("red", "eth0", "10.2.0.2/24"));
            for (int round = 0; round < 50; round++) {
                Addition green = lab.add(Namespace.of("green"), CABLE);
                Addition red = lab.add(Namespace.of("red"), toRed);
                Thread closing = new Thread(red::close);
                closing.start();
                green.close();
                closing.join();
                assertThat(left.call(() -> Files.readString(HOSTS)))
                        .contains("router_ns")
                        .doesNotContain("green", "red");
            }
        }
    }
}
