package io.github.netnsjunit.policy;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Router;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.PacketCounter;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.Unreachable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each preset lets through, of both families, as the two sides see it. */
@Lan(
        name = "office",
        subnet = {"10.1.0.0/24", "fd01::/64"},
        hosts = "alice")
@Lan(
        name = "internet",
        subnet = {"203.0.113.0/24", "fd02::/64"},
        hosts = "server")
@Router(
        name = "home",
        lans = {"office", "internet"})
@LabLifecycle(Lifecycle.PER_CLASS)
@Tag("kernel")
class FirewallTests {

    private static final int WEB = 8080;
    private static final int OTHER = 8081;

    @NetNamespace("alice")
    private static NetworkNamespace alice;

    @NetNamespace("server")
    private static NetworkNamespace server;

    @NetNamespace("home")
    private static NetworkNamespace home;

    private ServerSocket web;
    private ServerSocket other;
    private ServerSocket ofAlice;

    @BeforeEach
    void listen() throws IOException {
        web = server.serverSocketFactory().createServerSocket(WEB);
        other = server.serverSocketFactory().createServerSocket(OTHER);
        ofAlice = alice.serverSocketFactory().createServerSocket(WEB);
    }

    @AfterEach
    void stopListening() throws IOException {
        web.close();
        other.close();
        ofAlice.close();
    }

    private static String ofServer(int family) {
        return family == 4 ? "203.0.113.1" : "fd02::1";
    }

    private static String ofAlice(int family) {
        return family == 4 ? "10.1.0.1" : "fd01::1";
    }

    private static long counted(NetworkNamespace in, String table, String name) {
        return in.counters().stream()
                .filter(each -> each.table().equals(table) && each.name().equals(name))
                .mapToLong(PacketCounter::packets)
                .sum();
    }

    /** Does not wait as long as an assertion would: what is dropped is never answered. */
    private static void hearsNothing(Probe probe) throws InterruptedException {
        assertThat(probe.timeout(Duration.ofMillis(400)).send())
                .isInstanceOfSatisfying(
                        NotReached.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Unreachable.TIMED_OUT));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void openCountsAndLetsAllPass(int family, Lab lab) {
        try (Addition added = lab.add(Firewall.of("server", FirewallPreset.OPEN))) {
            assertThat(added.parts()).hasSize(1);
            assertThat(alice).canConnectTo(ofServer(family), WEB).canPing(ofServer(family));
            assertThat(counted(server, "firewall_open", "inbound")).isGreaterThanOrEqualTo(2);
            assertThat(counted(server, "firewall_open", "outbound")).isGreaterThanOrEqualTo(2);
        }
        assertThat(server.counters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void denyInboundDropsWhatOthersBegin(int family, Lab lab) throws Exception {
        try (Addition added = lab.add(Firewall.of("server", FirewallPreset.DENY_INBOUND))) {
            assertThat(added.parts()).hasSize(1);
            hearsNothing(TcpConnect.of(alice, ofServer(family), WEB));
            hearsNothing(Ping.of(alice, ofServer(family)));
            assertThat(server).canConnectTo(ofAlice(family), WEB).canPing(ofAlice(family));
            assertThat(counted(server, "firewall_deny_inbound", "dropped")).isGreaterThanOrEqualTo(2);
        }
        assertThat(alice).canConnectTo(ofServer(family), WEB).canPing(ofServer(family));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void denyOutboundLetsTheExceptionsBeReached(int family, Lab lab) throws Exception {
        Firewall firewall =
                Firewall.of("alice", FirewallPreset.DENY_OUTBOUND).except("tcp 8080", ofServer(family) + " icmp");
        try (Addition added = lab.add(firewall)) {
            assertThat(added.parts()).hasSize(1);
            assertThat(alice).canConnectTo(ofServer(family), WEB).canPing(ofServer(family));
            hearsNothing(TcpConnect.of(alice, ofServer(family), OTHER));
            assertThat(alice).cannotPing(ofServer(10 - family)).because(Unreachable.PROHIBITED);
            assertThat(server).canConnectTo(ofAlice(family), WEB);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void statefulOnARouterLetsThoseInsideBegin(int family, Lab lab) throws Exception {
        Firewall firewall = Firewall.of("home", FirewallPreset.STATEFUL).on("internet");
        try (Addition added = lab.add(firewall)) {
            assertThat(added.parts()).hasSize(1);
            assertThat(alice).canConnectTo(ofServer(family), WEB).canPing(ofServer(family));
            hearsNothing(TcpConnect.of(server, ofAlice(family), WEB));
            hearsNothing(Ping.of(server, ofAlice(family)));
            assertThat(alice).canPing("10.1.0.254");
        }
        // A connection that began before the firewall came is none that it knows.
        try (Socket client = alice.socketFactory().createSocket(ofServer(family), OTHER);
                Socket accepted = other.accept();
                Addition added = lab.add(firewall.name("later"))) {
            assertThat(added.parts()).hasSize(1);
            client.getOutputStream().write(1);
            accepted.setSoTimeout(300);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> accepted.getInputStream().read());
            assertThat(counted(home, "later", "dropped")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void statefulOnAHostLetsExceptionsIn(int family, Lab lab) throws Exception {
        Firewall firewall = Firewall.of("server", FirewallPreset.STATEFUL).except("tcp 8000-8080");
        try (Addition added = lab.add(firewall)) {
            assertThat(added.parts()).hasSize(1);
            assertThat(alice).canConnectTo(ofServer(family), WEB);
            hearsNothing(TcpConnect.of(alice, ofServer(family), OTHER));
            assertThat(server).canConnectTo(ofAlice(family), WEB);
        }
    }

    @ParameterizedTest
    @CsvSource({"DROP_INBOUND, 4", "DROP_INBOUND, 6", "DROP_OUTBOUND, 4", "DROP_OUTBOUND, 6"})
    void dropsOneDirection(FirewallPreset preset, int family, Lab lab) throws Exception {
        boolean inbound = preset == FirewallPreset.DROP_INBOUND;
        try (DatagramSocket receiver = server.call(() -> new DatagramSocket(9000));
                DatagramSocket sender = alice.call(() -> new DatagramSocket(9000));
                Addition added = lab.add(Firewall.of("home", preset).on("internet"))) {
            assertThat(added.parts()).hasSize(1);
            hearsNothing(Ping.of(alice, ofServer(family)));
            receiver.setSoTimeout(inbound ? 10_000 : 300);
            sender.setSoTimeout(inbound ? 300 : 10_000);
            send(sender, ofServer(family));
            send(receiver, ofAlice(family));
            receive(inbound ? receiver : sender);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> receive(inbound ? sender : receiver));
        }
    }

    private static void send(DatagramSocket socket, String to) throws IOException {
        socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName(to), 9000));
    }

    private static void receive(DatagramSocket socket) throws IOException {
        socket.receive(new DatagramPacket(new byte[1], 1));
    }

    @ParameterizedTest
    @EnumSource(RejectReason.class)
    void rejectTellsTheReason(RejectReason reason, Lab lab) {
        Firewall firewall = Firewall.of("home", FirewallPreset.REJECT)
                .on("office")
                .only("tcp 8080")
                .reason(reason);
        try (Addition added = lab.add(firewall)) {
            assertThat(added.parts()).isNotEmpty();
            assertThat(alice).cannotConnectTo(ofServer(4), WEB).because(expected(reason, true));
            assertThat(alice).cannotConnectTo(ofServer(6), WEB).because(expected(reason, false));
            assertThat(alice).canConnectTo(ofServer(4), OTHER).canPing(ofServer(6));
            assertThat(counted(home, "firewall_reject", "rejected")).isGreaterThanOrEqualTo(2);
        }
    }

    private static Unreachable expected(RejectReason reason, boolean ip4) {
        return switch (reason) {
            case TCP_RESET, PORT_UNREACHABLE, PROTOCOL_UNREACHABLE -> Unreachable.REFUSED;
            case NET_UNREACHABLE -> Unreachable.NO_ROUTE;
            case HOST_UNREACHABLE -> Unreachable.HOST_UNREACHABLE;
            case REJECT_ROUTE -> ip4 ? Unreachable.NO_ROUTE : Unreachable.PROHIBITED;
            case NET_PROHIBITED, HOST_PROHIBITED, ADMIN_PROHIBITED, POLICY_FAILED -> Unreachable.PROHIBITED;
        };
    }

    /** Outside labs the kernel sends one such error a second to each host, and 50 at once to all of them. */
    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void rejectTellsEveryOne(int family, Lab lab) throws Exception {
        try (Addition added =
                        lab.add(Firewall.of("server", FirewallPreset.REJECT).only("udp 9000"));
                DatagramSocket sender = alice.call(() -> new DatagramSocket())) {
            assertThat(added.parts()).isNotEmpty();
            sender.connect(new InetSocketAddress(InetAddress.getByName(ofServer(family)), 9000));
            sender.setSoTimeout(10_000);
            for (int i = 0; i < 200; i++) {
                sender.send(new DatagramPacket(new byte[1], 1));
                assertThatThrownBy(() -> receive(sender)).isInstanceOf(PortUnreachableException.class);
            }
        }
    }

    @Test
    void aCaptivePortalAnswersForAllWebServers(Lab lab) throws Exception {
        Firewall firewall =
                Firewall.of("home", FirewallPreset.CAPTIVE_PORTAL).on("office").portal("203.0.113.1:8081");
        try (Addition added = lab.add(firewall);
                Socket client = alice.socketFactory().createSocket("192.0.2.80", 80);
                Socket accepted = other.accept()) {
            assertThat(added.parts()).isNotEmpty();
            assertThat(accepted.getInetAddress()).isEqualTo(InetAddress.getByName("10.1.0.1"));
            assertThat(client.getInetAddress()).isEqualTo(InetAddress.getByName("192.0.2.80"));
            assertThat(alice).cannotConnectTo(ofServer(4), WEB).because(Unreachable.REFUSED);
            assertThat(alice).cannotConnectTo(ofServer(6), WEB).because(Unreachable.REFUSED);
            assertThat(server).canConnectTo(ofAlice(4), WEB);
        }
        try (Addition signedIn = lab.add(firewall.except("10.1.0.1"))) {
            assertThat(signedIn.parts()).isNotEmpty();
            assertThat(alice).canConnectTo(ofServer(4), WEB);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void aRateLimitDropsWhatIsAboveIt(int family, Lab lab) throws Exception {
        Firewall firewall = Firewall.of("server", FirewallPreset.RATE_LIMIT)
                .only("udp 9000")
                .rate(1, 5);
        try (Addition added = lab.add(firewall);
                DatagramSocket sender = alice.call(() -> new DatagramSocket());
                DatagramSocket receiver = server.call(() -> new DatagramSocket(9000))) {
            assertThat(added.parts()).hasSize(1);
            for (int i = 0; i < 200; i++) {
                send(sender, ofServer(family));
            }
            receiver.setSoTimeout(10_000);
            receive(receiver);
            assertThat(counted(server, "firewall_rate_limit", "dropped")).isGreaterThan(100);
            assertThat(alice).canConnectTo(ofServer(family), WEB);
        }
    }

    @Test
    void clampsTheSegmentSizeToTheRouteOrANumber(Lab lab) throws Exception {
        assertThat(segmentSize()).isEqualTo(1448);
        try (Addition added =
                lab.add(Firewall.of("home", FirewallPreset.MSS_CLAMP).segmentSize(1000))) {
            assertThat(added.parts()).hasSize(1);
            assertThat(segmentSize()).isEqualTo(988);
        }
        home.exec("ip", "link", "set", "internet", "mtu", "1300");
        try (Addition added =
                lab.add(Firewall.of("home", FirewallPreset.MSS_CLAMP).on("internet"))) {
            assertThat(added.parts()).hasSize(1);
            assertThat(segmentSize()).isEqualTo(1248);
        } finally {
            home.exec("ip", "link", "set", "internet", "mtu", "1500");
        }
    }

    /** How many bytes the server sends at once: 12 fewer than it may, because of the time stamps. */
    private int segmentSize() throws IOException {
        try (Socket client = alice.socketFactory().createSocket(ofServer(4), WEB);
                Socket accepted = web.accept()) {
            assertThat(client.getLocalPort()).isEqualTo(accepted.getPort());
            Programs.need("ss");
            String shown =
                    server.exec("ss", "-tinH", "dport = :" + accepted.getPort()).output();
            assertThat(shown).contains("advmss:");
            return Integer.parseInt(shown.replaceAll("(?s).* mss:(\\d+).*", "$1"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void withoutErrorsThatPacketsAreTooBigALineIsABlackHole(int family, Lab lab) {
        String tooBig = "1400";
        home.exec("ip", "link", "set", "internet", "mtu", "1300");
        try {
            Programs.need("ping");
            String[] ping = {"ping", "-c1", "-W1", "-Mdo", "-s" + tooBig, ofServer(family)};
            assertThat(alice.exec(ping).output()).containsIgnoringCase(family == 4 ? "frag needed" : "too big");
            alice.exec("ip", family == 4 ? "-4" : "-6", "route", "flush", "cache");
            try (Addition added = lab.add(Firewall.of("home", FirewallPreset.DROP_ICMP_TOO_BIG))) {
                assertThat(added.parts()).hasSize(1);
                assertThat(alice.exec(ping).output())
                        .contains("100% packet loss")
                        .doesNotContain("From");
                assertThat(counted(home, "firewall_drop_icmp_too_big", "dropped"))
                        .isPositive();
                assertThat(alice).canPing(ofServer(family));
            }
        } finally {
            home.exec("ip", "link", "set", "internet", "mtu", "1500");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void dropsFragments(int family, Lab lab) {
        Programs.need("ping");
        String[] ping = {"ping", "-c1", "-W1", "-Mdont", "-s4000", ofServer(family)};
        assertThat(alice.exec(ping).exitCode()).isZero();
        try (Addition added = lab.add(Firewall.of("server", FirewallPreset.DROP_FRAGMENTS))) {
            assertThat(added.parts()).hasSize(1);
            assertThat(alice.exec(ping).exitCode()).isEqualTo(1);
            assertThat(alice).canPing(ofServer(family));
            assertThat(counted(server, "firewall_drop_fragments", "dropped")).isEqualTo(3);
        }
    }

    @Test
    void aFailureSaysWhichFirewallKeptThePackets(Lab lab) {
        Firewall firewall = Firewall.of("home", FirewallPreset.REJECT)
                .on("office")
                .only("tcp 8080")
                .reason(RejectReason.ADMIN_PROHIBITED);
        try (Addition added = lab.add(firewall)) {
            assertThat(added.parts()).hasSize(1);
            assertThatThrownBy(() -> assertThat(alice).canConnectTo(ofServer(4), WEB))
                    .hasMessageContaining("What firewalls on the way have counted until now:")
                    .hasMessageContaining("home: firewall_reject rejected: ");
        }
    }

    @Test
    void severalFirewallsOfANamespaceAllHaveToLetAPacketPass(Lab lab) {
        Firewall reject = Firewall.of("server", FirewallPreset.REJECT);
        try (Addition added = lab.add(
                reject.only("tcp 8080").reason(RejectReason.TCP_RESET),
                reject.only("tcp 8081").reason(RejectReason.ADMIN_PROHIBITED).name("second"))) {
            assertThat(added.parts()).isNotEmpty();
            assertThat(alice).cannotConnectTo(ofServer(4), WEB).because(Unreachable.REFUSED);
            assertThat(alice).cannotConnectTo(ofServer(4), OTHER).because(Unreachable.PROHIBITED);
            assertThat(alice).canPing(ofServer(4));
        }
    }
}
