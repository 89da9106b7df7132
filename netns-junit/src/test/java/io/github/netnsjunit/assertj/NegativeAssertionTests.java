package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An assertion that a host is not reached does not pass if nothing was sent to the host. */
class NegativeAssertionTests extends BlueNetwork {

    @ParameterizedTest
    @ValueSource(strings = {"db", "10.2.0.300", "nobody.invalid"})
    void anUnknownNameFailsAtTheCall(String host) {
        for (ThrowingCallable assertion : List.<ThrowingCallable>of(
                () -> assertThat(blue).cannotConnectTo(host, 5432),
                () -> assertThat(blue).cannotPing(host))) {
            Assertions.assertThat(failureOf(assertion))
                    .hasMessageContaining("no address is known for " + host + " (UNKNOWN_HOST)")
                    .hasMessageContaining("because(Unreachable.UNKNOWN_HOST)");
        }
    }

    @Test
    void anUnknownNamePassesIfItIsNamedAsTheReason() {
        assertThat(blue).cannotConnectTo("db", 5432).because(Unreachable.UNKNOWN_HOST);
        assertThat(blue)
                .cannotPing("10.2.0.300")
                .because(Unreachable.NO_ROUTE, Unreachable.UNKNOWN_HOST)
                .canPing("10.0.0.1");
        NotReachedAssert kept = assertThat(blue).cannotPing("db");
        kept.because(Unreachable.UNKNOWN_HOST);
        unreached("db").because(Unreachable.UNKNOWN_HOST);
    }

    private NotReachedAssert unreached(String host) {
        return assertThat(blue).cannotPing(host);
    }

    @Test
    void anUnknownNameFailsIfAnotherReasonIsNamedOrAnotherAssertionFollows() {
        Assertions.assertThat(failureOf(() ->
                        assertThat(blue).cannotPing("db").because(Unreachable.NO_ROUTE, Unreachable.HOST_UNREACHABLE)))
                .hasMessageContaining("because of HOST_UNREACHABLE or NO_ROUTE")
                .hasMessageContaining("UNKNOWN_HOST");
        for (ThrowingCallable assertion : List.<ThrowingCallable>of(
                () -> assertThat(blue).cannotPing("db").canPing("10.0.0.1"),
                () -> assertThat(blue).cannotPing("db").hasInterface("lo"),
                () -> assertThat(blue).cannotPing("db").as("named later").cannotPing("10.0.0.77"))) {
            Assertions.assertThat(failureOf(assertion)).hasMessageContaining("no address is known for db");
        }
    }

    @Test
    void anUnknownNameWhoseReasonNobodyAsksForFailsAtTheEndOfTheLab() {
        // GIVEN: the result is used, so that the call cannot know that nothing follows
        NotReachedAssert forgotten = unreached("db");
        Assertions.assertThat(forgotten).isNotNull();
        // THEN
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(lab::close)
                .withMessageContaining("no address is known for db");
        Assertions.assertThat(lab.isOpen()).isFalse();
    }

    @Test
    void aTestThatForgetsToAskForTheReasonFails() {
        Assertions.assertThat(TestKit.failure(TestKit.run(ForgetfulTestCases.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no address is known for db");
    }

    /** Run by the test above. */
    @NetNamespace("blue_ns")
    static class ForgetfulTestCases {

        @Test
        void keepsTheResult(@NetNamespace("blue_ns") NetworkNamespace blue) {
            NotReachedAssert kept = assertThat(blue).cannotConnectTo("db", 5432);
            Assertions.assertThat(kept).isNotNull();
        }
    }

    @Test
    void theNextCallDecidesWhereTheCallerIsNotCompiledCode() throws Exception {
        // GIVEN: as from Groovy, or from a class whose file cannot be read
        NotReachedAssert first = (NotReachedAssert) NetworkNamespaceAssert.class
                .getMethod("cannotPing", String.class)
                .invoke(assertThat(blue), "db");
        // THEN
        first.because(Unreachable.UNKNOWN_HOST);
    }

    @Test
    void softAssertionsCollectAnUnknownNameOnce() {
        // GIVEN
        NetnsSoftAssertions softly = new NetnsSoftAssertions();
        // WHEN
        softly.assertThat(blue).cannotPing("db");
        softly.assertThat(blue)
                .cannotPing("db")
                .because(Unreachable.UNKNOWN_HOST)
                .canPing("10.0.0.1");
        softly.assertThat(blue)
                .as("later")
                .cannotPing("db")
                .canPing("10.0.0.1")
                .cannotPing("10.0.0.77")
                .because(Unreachable.HOST_UNREACHABLE);
        softly.assertThat(blue).cannotPing("db").because(Unreachable.NO_ROUTE).canPing("10.0.0.1");
        // THEN
        Assertions.assertThat(softly.errorsCollected())
                .hasSize(3)
                .allSatisfy(each -> Assertions.assertThat(each).hasMessageContaining("UNKNOWN_HOST"));
        Assertions.assertThat(softly.errorsCollected().get(1)).hasMessageStartingWith("[later] ");
    }

    @Test
    void awaitilityTriesAgainUntilTheNameIsKnown() {
        // GIVEN
        AtomicInteger attempts = new AtomicInteger();
        // THEN
        await().pollInterval(ofMillis(10)).atMost(ofSeconds(30)).untilAsserted(() -> {
            String host = attempts.getAndIncrement() == 0 ? "db" : "192.168.0.194";
            assertThat(blue).cannotConnectTo(host, 81);
        });
        Assertions.assertThat(attempts).hasValue(2);
        await().untilAsserted(() -> assertThat(blue).cannotPing("db").because(Unreachable.UNKNOWN_HOST));
        assertThatExceptionOfType(ConditionTimeoutException.class)
                .isThrownBy(() -> await().atMost(ofSeconds(5))
                        .untilAsserted(() -> assertThat(blue).cannotPing("db")))
                .withMessageContaining("UNKNOWN_HOST");
    }

    @Test
    void withinWaitsUntilAKnownNameIsNotReached() {
        Assertions.assertThat(
                        failureOf(() -> assertThat(blue).within(ofMillis(200)).cannotPing("db")))
                .hasMessageContaining("UNKNOWN_HOST");
        assertThat(blue).within(ofSeconds(30)).cannotPing("db").because(Unreachable.UNKNOWN_HOST);
    }

    @Test
    void aNameIsPingedAtAllItsAddresses() {
        // GIVEN: the first address of root_ns does not answer any more, the second does
        root.removeAddress("veth_root_ns", "10.0.0.1/24");
        Assertions.assertThat(resolved(blue, "root_ns")).hasSizeGreaterThan(1);
        // THEN
        Assertions.assertThat(failureOf(() -> assertThat(blue).cannotPing("root_ns")))
                .hasMessageContaining("answered");
    }

    private static List<String> resolved(NetworkNamespace namespace, String host) {
        try {
            return namespace.resolveAll(host).stream().map(IpAddress::text).toList();
        } catch (java.net.UnknownHostException unknown) {
            throw new IllegalStateException(unknown);
        }
    }

    @Test
    void anExhaustedPortRangeIsNoReasonOfTheNetwork() throws Exception {
        // GIVEN: the only port to connect from is in use
        blue.sysctl("net.ipv4.ip_local_port_range", "40000 40000");
        try (ServerSocket server = listen(8080);
                ServerSocket only = blue.call(() -> new ServerSocket(40_000, 5, InetAddress.getByName("10.0.0.2")))) {
            Assertions.assertThat(only.isBound()).isTrue();
            // THEN
            Assertions.assertThat(failureOf(() -> assertThat(blue).cannotConnectTo("10.0.0.1", server.getLocalPort())))
                    .hasMessageContaining("NO_FREE_PORT")
                    .hasMessageContaining("40000");
            assertThat(blue).cannotConnectTo("10.0.0.1", 8080).because(Unreachable.NO_FREE_PORT);
            Assertions.assertThat(failureOf(() -> assertThat(blue).canConnectTo("10.0.0.1", 8080)))
                    .hasMessageContaining("no port is free to connect to 10.0.0.1 from (NO_FREE_PORT)");
        }
    }

    /** The kernel refuses such addresses itself, so a typing mistake would pass for ever. */
    @Test
    void anAddressThatNoHostCanHaveFailsAtTheCall() {
        for (String host : List.of("10.0.0.255", "255.255.255.255")) {
            Assertions.assertThat(failureOf(() -> assertThat(blue).cannotPing(host)))
                    .hasMessageContaining("but nothing was sent")
                    .hasMessageContaining("it is a broadcast address, which no host has");
        }
        for (String host : List.of("10.0.0.255", "224.0.0.1", "ff02::1", "ff02::1%veth_blue_ns", "fe80::1")) {
            Assertions.assertThat(failureOf(() -> assertThat(blue).cannotConnectTo(host, 81)))
                    .hasMessageContaining("but nothing was sent")
                    .hasMessageContaining("because(Unreachable.NO_ROUTE)");
        }
        assertThat(blue).cannotConnectTo("10.0.0.255", 81).because(Unreachable.NO_ROUTE);
        assertThat(blue).cannotPing("10.0.0.255").because(Unreachable.PROHIBITED);
        assertThat(blue).cannotConnectTo("fe80::1", 81).because(Unreachable.NO_ROUTE);
        assertThat(blue).cannotConnectTo("fe80::1%veth_blue_ns", 81);
    }

    /** No host answers a ping to such an address, or any host on any link may, so a typing mistake would pass for ever. */
    @ParameterizedTest
    @CsvSource({
        "224.0.0.1, it is a multicast address",
        "ff05::99, it is a multicast address",
        "ff02::99%veth_blue_ns, it is a multicast address",
        "fe80::1, it is a link-local address without its interface"
    })
    void aPingThatIsForNoCertainHostFailsAtTheCall(String host, String why) {
        Assertions.assertThat(
                        failureOf(() -> assertThat(blue).within(ofMillis(300)).cannotPing(host)))
                .hasMessageContaining("but that says nothing about a host: " + why)
                .hasMessageContaining("write because(Unreachable.");
        assertThat(blue).within(ofMillis(300)).cannotPing(host).because(Unreachable.values());
    }

    @Test
    void nothingPassesIfNoFileCanBeOpened() throws Exception {
        // WHEN
        String output = ChildJvm.of(NoDescriptorLeft.class).withFiles(200).output();
        // THEN
        Assertions.assertThat(output)
                .contains("plain: LabException", "unknown: LabException")
                .contains("known: LinuxException", "ping: LinuxException", "listening: LabException")
                .contains("route: LinuxException", "could not read the kernel parameter [net.ipv4.ip_forward]: ")
                .doesNotContain("passed");
    }

    @Test
    void aRouteInAnotherTableIsARoute() {
        assertThat(blue).hasNoRouteTo("10.7.0.1");
        // GIVEN
        IpCommand.in(blue, "rule add to 10.7.0.0/16 lookup 100");
        IpCommand.in(blue, "route add default via 10.0.0.1 table 100");
        // THEN
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoRouteTo("10.7.0.1")))
                .hasMessageContaining("default via 10.0.0.1 dev veth_blue_ns table 100");
        Assertions.assertThat(failureOf(() -> assertThat(root).hasNoRouteTo("192.168.0.194")))
                .hasMessageContaining("local 192.168.0.194");
    }

    @Test
    void aDefaultRouteInATableThatOnlySomePacketsAreLookedUpInIsADefaultRoute() {
        // GIVEN: no rule leads to the table yet
        IpCommand.in(blue, "route add default via 10.0.0.1 table 100");
        assertThat(blue).hasNoDefaultRoute().hasNoRouteTo("default").hasNoRouteTo("192.168.0.0/16");
        // WHEN
        IpCommand.in(blue, "rule add from 10.0.0.2 lookup 100");
        // THEN
        for (ThrowingCallable assertion : List.<ThrowingCallable>of(
                () -> assertThat(blue).hasNoDefaultRoute(),
                () -> assertThat(blue).hasNoRouteTo("default"),
                () -> assertThat(blue).hasNoRouteTo("192.168.0.0/16"))) {
            Assertions.assertThat(failureOf(assertion))
                    .hasMessageContaining("default via 10.0.0.1 dev veth_blue_ns table 100");
        }
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasDefaultRouteVia("10.0.0.1")))
                .hasMessageContaining("to have the route");
    }

    @Test
    void aDefaultRouteInATableThatEveryPacketIsLookedUpInIsADefaultRoute() {
        IpCommand.in(blue, "route add default via 10.0.0.1 table 100");
        IpCommand.in(blue, "rule add from all lookup 100");
        assertThat(blue).hasDefaultRouteVia("10.0.0.1").hasRoute("default");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoDefaultRoute()))
                .hasMessageContaining("table 100");
    }

    @Test
    void aRuleForOneDestinationAloneMakesNoDefaultRoute() {
        IpCommand.in(blue, "route add default via 10.0.0.1 table 100");
        IpCommand.in(blue, "rule add to 10.7.0.0/16 lookup 100");
        assertThat(blue).hasNoDefaultRoute().hasNoRouteTo("192.168.0.0/16");
        Assertions.assertThat(failureOf(() -> assertThat(blue).hasNoRouteTo("10.7.7.0/24")))
                .hasMessageContaining("table 100");
    }

    @Test
    void aNameThatNoInterfaceCanHaveIsRefused() {
        for (String name : List.of("", "sixteen-letters-", "a/b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThat(blue).doesNotHaveInterface(name));
        }
    }
}
