package io.github.netnsjunit.assertj.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.assertj.HttpAnswer;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.system.Listener;
import io.github.netnsjunit.lab.system.Listeners;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.RouteFacts;
import io.github.netnsjunit.topology.RouteScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The full text of every message. */
class AssertionMessagesTests {

    private static final Interface LO = link("lo", true, "127.0.0.1/8");
    private static final Interface VETH = link("veth_blue_ns", true, "10.0.0.2/24");
    private static final RouteEntry ON_LINK = route("10.0.0.0/24", null, 0);
    private static final RouteEntry ON_LINK_IPV6 = route("fd00::/64", null, 256);
    private static final RouteEntry DEFAULT = route("0.0.0.0/0", "10.0.0.1", 0);
    private static final NetworkSnapshot BLUE =
            new NetworkSnapshot("blue_ns", List.of(ON_LINK, ON_LINK_IPV6), List.of(LO, VETH));
    /** The description of {@link #BLUE}, with {@code |} for the line ends. */
    private static final String DESCRIPTION_OF_BLUE =
            "|The routing table of blue_ns has:|  10.0.0.0/24 dev veth_blue_ns|  " + ON_LINK_IPV6
                    + "|There is no default route.|The interfaces of blue_ns:|  lo (up): 127.0.0.1/8|  veth_blue_ns (up): 10.0.0.2/24";

    private static final HttpAnswer NOT_FOUND =
            new HttpAnswer("http://10.0.0.1/", 404, Map.of("Content-Type", List.of("text/plain")), "no such page");

    private static final Listener HTTPS = new Listener(IpAddress.parse("10.0.0.2"), 443);
    private static final Listener HTTP = new Listener(IpAddress.parse("::"), 8080);

    @Test
    void shouldShowThatTheDefaultRouteIsMissing() {
        // GIVEN
        NotReached result = new NotReached(Unreachable.NO_ROUTE, "ENETUNREACH (Network is unreachable)");
        String host = "192.168.0.194";
        // WHEN
        String message = withSnapshot(
                BLUE,
                host,
                ReachabilityMessages.shouldReach("blue_ns", "connect to 192.168.0.194 port 8080", host, result));
        // THEN
        assertThat(message).isEqualToNormalizingNewlines("""

                Expecting:
                  blue_ns
                to be able to connect to 192.168.0.194 port 8080
                but there is no route to 192.168.0.194 (NO_ROUTE):
                  ENETUNREACH (Network is unreachable)
                The routing table of blue_ns has:
                  10.0.0.0/24 dev veth_blue_ns
                There is no default route.
                The interfaces of blue_ns:
                  lo (up): 127.0.0.1/8
                  veth_blue_ns (up): 10.0.0.2/24""");
    }

    @Test
    void shouldShowHowFastAnUnexpectedAnswerCame() {
        // GIVEN
        Reached result = new Reached(Duration.ofNanos(1_234_567));
        NetworkSnapshot snapshot = new NetworkSnapshot("blue_ns", List.of(DEFAULT), List.of(link("lo", false)));
        String host = "10.0.0.1";
        // WHEN
        String message = withSnapshot(
                snapshot, host, ReachabilityMessages.shouldNotReach("blue_ns", "ping 10.0.0.1", host, result));
        // THEN
        assertThat(message).isEqualToNormalizingNewlines("""

                Expecting:
                  blue_ns
                not to be able to ping 10.0.0.1
                but 10.0.0.1 answered:
                  reached in 1.235 ms
                The routing table of blue_ns has:
                  default via 10.0.0.1 dev veth_blue_ns
                The interfaces of blue_ns:
                  lo (down): no address""");
    }

    @Test
    void shouldShowTheReasonAndTheExpectedOnes() {
        // GIVEN
        NotReached result = new NotReached(Unreachable.REFUSED, "ECONNREFUSED (Connection refused)");
        NetworkSnapshot snapshot = new NetworkSnapshot("blue_ns", List.of(ON_LINK), List.of(VETH));
        String host = "fd00::1";
        // WHEN
        String message = withSnapshot(
                snapshot,
                host,
                ReachabilityMessages.shouldNotReachBecause(
                        "blue_ns",
                        "connect to fd00::1 port 80",
                        host,
                        result,
                        Set.of(Unreachable.PROHIBITED, Unreachable.NO_ROUTE)));
        // THEN
        assertThat(message).isEqualToNormalizingNewlines("""

                Expecting:
                  blue_ns
                not to be able to connect to fd00::1 port 80 because of NO_ROUTE or PROHIBITED
                but fd00::1 refused the connection (REFUSED):
                  ECONNREFUSED (Connection refused)
                The routing table of blue_ns is empty for this address.
                There is no default route.
                The interfaces of blue_ns:
                  veth_blue_ns (up): 10.0.0.2/24""");
    }

    static List<Arguments> messages() {
        return List.of(
                of(
                        HttpMessages.shouldAnswerHttp(
                                "blue_ns", "http://10.0.0.1/", "java.io.IOException: unexpected end"),
                        "blue_ns|to get an answer from http://10.0.0.1/|but although its port accepts connections:|"
                                + "  java.io.IOException: unexpected end"),
                of(
                        NamespaceMessages.shouldHaveInterface("blue_ns", "eth0"),
                        "blue_ns|to have the interface eth0|but it has no such interface."),
                of(
                        NamespaceMessages.shouldNotHaveInterface("blue_ns", LO),
                        "blue_ns|not to have the interface lo|but it has:|  lo (up): 127.0.0.1/8"),
                of(
                        NamespaceMessages.shouldHaveOnlyInterfaces(
                                "blue_ns", List.of("lo"), List.of("lo", "veth_blue_ns")),
                        "blue_ns|to have only the interfaces:|  lo|but its interfaces are:|  lo, veth_blue_ns"),
                of(
                        RouteMessages.shouldHaveRoute("blue_ns", "default via 10.0.0.1"),
                        "blue_ns|to have the route:|  default via 10.0.0.1|but it has no such route."),
                of(
                        RouteMessages.shouldNotHaveDefaultRoute("blue_ns", DEFAULT),
                        "blue_ns|to have no default route|but it has:|  default via 10.0.0.1 dev veth_blue_ns"),
                of(
                        RouteMessages.shouldNotHaveRouteTo("blue_ns", "10.0.0.9", ON_LINK.toString()),
                        "blue_ns|to have no route to 10.0.0.9|but one leads there:|  10.0.0.0/24 dev veth_blue_ns"),
                of(
                        NamespaceMessages.shouldListenOn("blue_ns", 80, List.of(HTTPS, HTTP)),
                        "blue_ns|to listen on TCP port 80|but the addresses and ports listened on are:|  10.0.0.2:443|  [::]:8080"),
                of(
                        NamespaceMessages.shouldListenOn("blue_ns", 80, List.of()),
                        "blue_ns|to listen on TCP port 80|but it does not listen on any TCP port."),
                of(
                        NamespaceMessages.shouldListenOn(
                                "blue_ns",
                                new Listener(IpAddress.parse("10.0.0.1"), 443),
                                new Listeners(List.of(HTTPS), false, false),
                                ""),
                        "blue_ns|to listen on 10.0.0.1 port 443|but 10.0.0.1 is no address of blue_ns, and the addresses and ports"
                                + " listened on are:|  10.0.0.2:443"),
                of(
                        NamespaceMessages.shouldNotListenOn(
                                "blue_ns", HTTPS, new Listeners(List.of(HTTPS), true, true)),
                        "blue_ns|not to listen on 10.0.0.2 port 443|but the addresses and ports listened on are:|  10.0.0.2:443"),
                of(
                        NamespaceMessages.shouldNotListenOn("blue_ns", 8080, List.of(HTTP)),
                        "blue_ns|not to listen on TCP port 8080|but the addresses and ports listened on are:|  [::]:8080"),
                of(
                        NamespaceMessages.shouldHaveSysctl("blue_ns", "net.ipv4.ip_forward", "1", "0"),
                        "blue_ns|to have the kernel parameter:|  net.ipv4.ip_forward = 1|but it is:|  0"),
                of(
                        NamespaceMessages.shouldResolve("blue_ns", "web", "web: Name or service not known"),
                        "blue_ns|to resolve the name web|but it has no address there:|  web: Name or service not known"),
                of(
                        LabMessages.shouldHaveNamespace("red", List.of("blue", "green")),
                        "the lab|to have the namespace red|but its namespaces are:|  blue, green"),
                of(
                        LabMessages.shouldHaveNoLeftThreads(List.of(new LeftThread("blue", "pool-1", "at a.B.c\n"))),
                        "the lab|to hold no threads but its own|but these stayed:|  thread [pool-1] in blue|      at a.B.c|Stop them in the test,"
                                + " or use NetworkNamespace.executor(), which stops with its network."),
                of(
                        new MessageWithSnapshot(InterfaceMessages.shouldHaveMtu(LO, 9000), BLUE::describe),
                        "lo|to have an MTU of 9000 bytes|but it is:|  1500" + DESCRIPTION_OF_BLUE),
                of(InterfaceMessages.shouldBeUp(link("a", false)), "a|to be up|but it is down:|  a (down): no address"),
                of(InterfaceMessages.shouldBeDown(LO), "lo|to be down|but it is up:|  lo (up): 127.0.0.1/8"),
                of(
                        InterfaceMessages.shouldHaveCarrier(LO),
                        "lo|to have a carrier|but it has none, as when the other end is down:|  lo (up): 127.0.0.1/8"),
                of(
                        InterfaceMessages.shouldHaveNoCarrier(LO),
                        "lo|to have no carrier|but it has one:|  lo (up): 127.0.0.1/8"),
                of(
                        InterfaceMessages.shouldHaveAddress(LO, "::1"),
                        "lo|to have the address ::1|but its addresses are:|  [127.0.0.1/8]"),
                of(InterfaceMessages.shouldHaveMtu(LO, 9000), "lo|to have an MTU of 9000 bytes|but it is:|  1500"),
                of(
                        InterfaceMessages.shouldHaveMac(LO, "02:00:00:00:00:02"),
                        "lo|to have the MAC address 02:00:00:00:00:02|but it is:|  02:00:00:00:00:01"),
                of(
                        InterfaceMessages.shouldHaveMaster(LO, "br0"),
                        "lo|to be a port of br0|but it is a port of:|  nothing"),
                of(
                        HttpMessages.shouldHaveStatus(NOT_FOUND, 200),
                        "the answer from http://10.0.0.1/|to have the status 200|but it was:|  404|with the body:|"
                                + "  no such page"),
                of(
                        HttpMessages.shouldHaveBody(NOT_FOUND, "100 %d"),
                        "the answer from http://10.0.0.1/|to have the body:|  100 %d|but it was:|  no such page"),
                of(
                        HttpMessages.shouldHaveBody(NOT_FOUND, "no such page\n"),
                        "the answer from http://10.0.0.1/|to have the body:|  \"no such page\\n\"|but it was:|"
                                + "  \"no such page\""),
                of(
                        HttpMessages.shouldHaveBodyContaining(NOT_FOUND, "page\t"),
                        "the answer from http://10.0.0.1/|to have a body that contains:|  \"page\\t\"|but it was:|"
                                + "  \"no such page\""),
                of(
                        ProcessMessages.shouldHaveOutputContaining("the server", "ready\n", "ready"),
                        "the server|to have written:|  \"ready\\n\"|but its output was:|  \"ready\""),
                of(
                        HttpMessages.shouldHaveBodyContaining(NOT_FOUND, "hello"),
                        "the answer from http://10.0.0.1/|to have a body that contains:|  hello|but it was:|"
                                + "  no such page"),
                of(
                        HttpMessages.shouldHaveHeader(NOT_FOUND, "Location", "/"),
                        "the answer from http://10.0.0.1/|to have the header:|  Location: /|but its headers are:|"
                                + "  content-type: text/plain"),
                of(
                        ProcessMessages.shouldBeAlive("true", 0, "bye\n"),
                        "true|to be running|but it exited with code 0, after the output:|  bye"),
                of(
                        ProcessMessages.shouldHaveExited("sleep 9", 0, Duration.ZERO, "zzz"),
                        "sleep 9|to have exited with code 0|but it is still running (within(Duration) gives it time to exit,"
                                + " and awaitExit() waits before the assertion), after the output:|  zzz"),
                of(
                        ProcessMessages.shouldHaveExited("sleep 9", 0, Duration.ofSeconds(1), "zzz"),
                        "sleep 9|to have exited with code 0|but it is still running after 1000 ms, after the output:|"
                                + "  zzz"),
                of(
                        ProcessMessages.shouldHaveExitedWith("false", 0, 1, "no"),
                        "false|to have exited with code 0|but it exited with code 1, after the output:|  no"),
                of(
                        ProcessMessages.shouldHaveOutputMatching("echo a", "^b$", "a\n"),
                        "echo a|to have written what matches:|  ^b$|but its output was:|  a"),
                of(
                        ProcessMessages.shouldBeMatchedInTime("echo a", "(a+)+b", "a\n"),
                        "echo a|to have written what matches:|  (a+)+b|but the time ran out while the expression was"
                                + " matched with:|  a"),
                of(
                        ProcessMessages.shouldHaveOutputContaining("echo a", "b", "a\n"),
                        "echo a|to have written:|  b|but its output was:|  a"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldTellWhatWasExpectedAndWhatWasFound(ErrorMessageFactory message, String lines) {
        assertThat(message.create()).isEqualToNormalizingNewlines("\nExpecting:\n  " + lines.replace('|', '\n'));
    }

    private static String withSnapshot(NetworkSnapshot snapshot, String host, ErrorMessageFactory message) {
        return new MessageWithSnapshot(message, () -> snapshot.describeFor(host)).create();
    }

    private static Arguments of(ErrorMessageFactory message, String lines) {
        return Arguments.of(message, lines);
    }

    private static Interface link(String name, boolean up, String... addresses) {
        return new Interface(
                1,
                name,
                "veth",
                up,
                up,
                up ? Interface.State.UP : Interface.State.DOWN,
                "02:00:00:00:00:01",
                1500,
                null,
                1000,
                1,
                1,
                0,
                0,
                List.of(addresses).stream().map(LinkAddress::parse).toList());
    }

    private static RouteEntry route(String to, @Nullable String via, int metric) {
        return new RouteEntry(
                IpNetwork.parse(to),
                via == null ? null : IpAddress.parse(via),
                "veth_blue_ns",
                1,
                false,
                RouteEntry.Type.UNICAST,
                RouteFacts.MAIN_TABLE,
                metric,
                RouteScope.GLOBAL,
                null,
                0,
                true);
    }
}
