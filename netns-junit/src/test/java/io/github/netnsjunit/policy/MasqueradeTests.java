package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.assertj.NetnsAssertions;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.KernelFeature;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Labs that masquerade through their machine. They live in Java processes whose machine is a namespace of the test, with an interface that
 * forwards and a server outside: the real machine is never touched.
 */
@NetNamespace("machine")
@NetNamespace("outside")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "203.0.113.2/24"),
        right = @VethEnd(namespace = "outside", name = "eth0", address = "203.0.113.1/24"))
@DefaultRoute(namespace = "machine", via = "203.0.113.1")
@Sysctl(namespace = "machine", name = "net.ipv4.conf.eth0.forwarding", value = "1")
class MasqueradeTests {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @NetNamespace("machine")
    private NetworkNamespace machine;

    @NetNamespace("outside")
    private NetworkNamespace outside;

    @BeforeEach
    void onlyWithItsRules() {
        assumeTrue(KernelFeature.NFT_OWNER.isAvailable(), KernelFeature.NFT_OWNER.reason());
        Programs.need("nft");
    }

    /** A Java process on the machine, which goes on with its next step when it is told to. */
    private NamespaceProcess start(Class<?> main, String... arguments) {
        return start(ChildJvm.of(main, arguments));
    }

    private NamespaceProcess start(ChildJvm child) {
        return machine.process(child.command().toArray(String[]::new))
                .withInput()
                .start();
    }

    private String run(Class<?> main, String... arguments) {
        return machine.process(ChildJvm.of(main, arguments).command().toArray(String[]::new))
                .exec(BOUND)
                .output();
    }

    private String rules() {
        return machine.exec("nft", "list", "ruleset").output();
    }

    private List<String> interfaces() {
        return machine.interfaces().stream().map(Interface::name).toList();
    }

    /** All kernel parameters of the machine's network, but those of the lab's cable and the number of connections. */
    private String parameters() {
        return machine.exec("sh", "-c", "grep -r . /proc/sys/net 2>/dev/null")
                .output()
                .lines()
                .filter(line -> !line.contains("/veth_") && !line.contains("_count:"))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private ServerSocket serverOutside() throws Exception {
        return outside.serverSocketFactory().createServerSocket(443);
    }

    /** Answers the next client, and returns its address. */
    private static InetAddress answer(ServerSocket server) throws Exception {
        try (Socket client = server.accept()) {
            client.getOutputStream().write("answer\n".getBytes(StandardCharsets.UTF_8));
            return client.getInetAddress();
        }
    }

    @Test
    @Tag("kernel")
    void theOutsideAnswersAndNothingIsLeftAfterClose() throws Exception {
        String before = parameters();
        try (ServerSocket server = serverOutside()) {
            NamespaceProcess child = start(MasqueradingLabs.Cable.class).awaitOutput("made", BOUND);

            assertThat(answer(server)).hasToString("/203.0.113.2");
            child.awaitOutput("alice has read answer", BOUND);
            assertThat(parameters()).isEqualTo(before);
            assertThat(machine.conntrack().entries()).isNotEmpty();
            assertThat(machine.sysctl("net.ipv4.conf.veth_host.forwarding")).isEqualTo("1");
            assertThat(rules().replaceAll("junit_\\d+", "junit_PID")
                            .replaceAll("[1-9][0-9]* bytes [1-9][0-9]*", "N bytes N")
                            .replaceAll("# progname \\S+", "")
                            .replaceAll("[ \t]+", " "))
                    .isEqualToIgnoringWhitespace("""
                    table ip netns_junit_PID_veth_host {
                     flags owner
                     counter forwarded { packets N bytes N }
                     counter left { packets N bytes N }
                     counter rejected { packets 0 bytes 0 }
                     counter dropped { packets 0 bytes 0 }
                     chain pass {
                      type filter hook forward priority filter - 1; policy accept;
                      iifname "veth_host" oifname "eth0" counter name "forwarded" accept comment "to the outside"
                      iifname "veth_host" counter name "rejected" reject with icmp admin-prohibited comment "nowhere else"
                      oifname "veth_host" ct state established,related accept comment "answers"
                      oifname "veth_host" counter name "dropped" drop comment "nothing else"
                     }
                     chain leave {
                      type nat hook postrouting priority srcnat; policy accept;
                      iifname "veth_host" oifname "eth0" masquerade comment "with the machine's address"
                     }
                     chain count {
                      type filter hook postrouting priority filter; policy accept;
                      iifname "veth_host" oifname "eth0" counter name "left" comment "what no other rules dropped"
                     }
                    }
                    """);

            child.writeLine("close").awaitOutput("closed", BOUND);
            assertThat(child.isAlive()).isTrue();
            assertThat(rules()).isEmpty();
            assertThat(interfaces()).containsExactly("lo", "eth0");
            assertThat(parameters()).isEqualTo(before);
            assertThat(machine.conntrack().entries())
                    .as("what the machine remembers")
                    .isEmpty();
            child.writeLine("end").awaitExit(BOUND);
        }
    }

    @Test
    @Tag("kernel")
    void nothingIsLeftIfTheJavaProcessIsKilled() throws Exception {
        String before = parameters();
        NamespaceProcess child = start(MasqueradingLabs.Idle.class).awaitOutput("made", BOUND);
        assertThat(rules()).contains("veth_host");

        machine.exec("kill", "-KILL", Long.toString(child.pid()));
        assertThat(child.awaitExit(BOUND)).isNotZero();

        assertThat(rules()).isEmpty(); // the kernel deletes them before the process has ended
        await("the end of the cable")
                .atMost(Duration.ofSeconds(30)) // the kernel takes it back in the background
                .untilAsserted(() -> assertThat(interfaces()).containsExactly("lo", "eth0"));
        assertThat(parameters()).isEqualTo(before);
    }

    @Test
    void aMachineThatDoesNotForwardIsNotChangedButTold() {
        machine.sysctl("net.ipv4.conf.eth0.forwarding", "0");
        String before = parameters();

        assertThat(run(MasqueradingLabs.Refused.class, ""))
                .contains(
                        "namespace [host]: could not let packets leave through the machine: the machine does not forward what"
                                + " arrives at its interface [eth0], so no answer would come back: net.ipv4.conf.eth0.forwarding is 0")
                .contains("sysctl -w net.ipv4.conf.eth0.forwarding=1")
                .contains("relay");
        assertThat(parameters()).isEqualTo(before);
        assertThat(rules()).isEmpty();
        assertThat(interfaces()).containsExactly("lo", "eth0");
    }

    @Test
    void anInterfaceThatTheMachineDoesNotHaveIsTold() {
        assertThat(run(MasqueradingLabs.Refused.class, "wan0"))
                .contains(
                        "namespace [host]: could not let packets leave through the machine: the machine has no interface [wan0]"
                                + " (through); it has [lo, eth0]");
        assertThat(rules()).isEmpty();
        assertThat(interfaces()).containsExactly("lo", "eth0");
    }

    @Test
    void aMachineWithoutADefaultRouteIsTold() {
        machine.removeRoute("0.0.0.0/0");

        assertThat(run(MasqueradingLabs.Refused.class, ""))
                .contains(
                        "the machine has no default route of IPv4 in its main table: name the interface through which packets are to"
                                + " leave (through); it has [lo, eth0]")
                .contains("relay");
        assertThat(interfaces()).containsExactly("lo", "eth0");
    }

    /** Its default route goes elsewhere, so only what is routed to the named interface leaves. */
    @Test
    void whatIsNotRoutedToTheNamedInterfaceIsRejected() throws Exception {
        machine.addVethPair("eth1", "eth2");
        machine.linkUp("eth1");
        machine.sysctl("net.ipv4.conf.eth1.forwarding", "1");
        try (ServerSocket server = serverOutside()) {
            assertThat(run(MasqueradingLabs.Elsewhere.class, "eth1")).contains("203.0.113.1 is prohibited");
            server.setSoTimeout(1);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
        }
    }

    @Test
    void nobodyOutsideBeginsAConnectionToTheLab() throws Exception {
        outside.addRoute("10.203.0.0/24", "203.0.113.2");
        NamespaceProcess child = start(MasqueradingLabs.Server.class).awaitOutput("made", BOUND);

        NetnsAssertions.assertThat(outside).cannotConnectTo("10.203.0.2", 80).because(Unreachable.TIMED_OUT);
        child.writeLine("close").awaitExit(BOUND);
    }

    @Test
    void twoLabsAtOnceReachTheOutsideButNotEachOther() throws Exception {
        try (ServerSocket server = serverOutside()) {
            NamespaceProcess first = start(MasqueradingLabs.Server.class).awaitOutput("made", BOUND);
            NamespaceProcess second = start(MasqueradingLabs.Second.class).awaitOutput("made", BOUND);

            assertThat(answer(server)).hasToString("/203.0.113.2");
            second.awaitOutput("bob has read answer", BOUND).awaitOutput("10.203.0.2 is prohibited", BOUND);
            second.writeLine("close").awaitExit(BOUND);
            assertThat(rules()).contains("veth_host").doesNotContain("veth_bob");
            first.writeLine("reach").awaitOutput("reaching", BOUND);
            assertThat(answer(server)).hasToString("/203.0.113.2");
            first.awaitOutput("alice has read answer", BOUND).writeLine("close").awaitExit(BOUND);
            assertThat(rules()).isEmpty();
        }
    }

    @Test
    void itIsAddedToALiveLabAndTakenAway() throws Exception {
        List<InetAddress> clients = new ArrayList<>();
        try (ServerSocket server = serverOutside()) {
            NamespaceProcess child = start(MasqueradingLabs.Additions.class).awaitOutput("added", BOUND);
            clients.add(answer(server));
            child.awaitOutput("alice has read answer", BOUND)
                    .writeLine("add a cable")
                    .awaitOutput("another cable", BOUND);
            clients.add(answer(server));
            child.awaitOutput("bob has read answer", BOUND);
            assertThat(rules()).contains("veth_host", "veth_bob");

            child.writeLine("take the cable away").awaitOutput("cable gone", BOUND);
            assertThat(rules()).contains("veth_host").doesNotContain("veth_bob");
            assertThat(interfaces()).containsExactlyInAnyOrder("lo", "eth0", "veth_host");

            child.writeLine("take the masquerade away").awaitOutput("masquerade gone", BOUND);
            assertThat(rules()).isEmpty();
            assertThat(machine.sysctl("net.ipv4.conf.veth_host.forwarding")).isEqualTo("0");
            assertThat(child.writeLine("end").awaitExit(BOUND)).isZero();
        }
        assertThat(clients).hasSize(2).allSatisfy(client -> assertThat(client).hasToString("/203.0.113.2"));
    }

    @Test
    void aWholeLanLeavesBehindItsRouter() throws Exception {
        try (ServerSocket server = serverOutside()) {
            NamespaceProcess child = start(MasqueradingLabs.Office.class).awaitOutput("made", BOUND);
            assertThat(answer(server)).hasToString("/203.0.113.2");
            child.awaitOutput("alice has read answer", BOUND).writeLine("close").awaitExit(BOUND);
        }
    }

    /** As Docker has it: the chain FORWARD drops what no rule accepts, and asks the user's chain first. */
    @Test
    void rulesOfTheMachineThatDropWhatItForwardsAreTold() throws Exception {
        machine.nft("""
                table ip filter {
                  chain DOCKER-USER { }
                  chain FORWARD { type filter hook forward priority filter; policy drop; jump DOCKER-USER; }
                }
                """);
        try (ServerSocket server = serverOutside()) {
            NamespaceProcess child = start(MasqueradingLabs.Dropped.class).awaitOutput("told", BOUND);
            assertThat(child.output())
                    .containsPattern(
                            "host: other rules of the machine dropped \\d of \\d packets that were to leave; Docker's do,"
                                    + " unless its chain DOCKER-USER accepts them");

            machine.nft("""
                    add rule ip filter DOCKER-USER iifname veth_host accept
                    add rule ip filter DOCKER-USER oifname veth_host accept
                    """);
            child.writeLine("again");
            assertThat(answer(server)).hasToString("/203.0.113.2");
            child.awaitOutput("alice has read answer", BOUND).writeLine("close").awaitExit(BOUND);
        }
    }

    @Test
    void inAUserNamespaceItIsRefusedSinceTheMachineBelongsToAnotherRoot() throws Exception {
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        NamespaceProcess child =
                start(ChildJvm.of(MasqueradingLabs.Refused.class, "").startedBy(UserNamespace.ENTER));
        child.awaitExit(BOUND);
        assertThat(child.output())
                .contains("namespace [host]: could not open the host's namespace")
                .contains(
                        "The machine's own network is for the machine's root alone: run the tests as root (sudo), without unshare"
                                + " --user in front");
        assertThat(rules()).isEmpty();
    }
}
