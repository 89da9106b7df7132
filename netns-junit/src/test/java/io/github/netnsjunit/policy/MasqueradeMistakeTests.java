package io.github.netnsjunit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import org.junit.jupiter.api.Test;

/** What is told of a masquerade before anything is made. */
class MasqueradeMistakeTests {

    private static final Topology NETWORK = Topology.of(
            Namespace.host("host"),
            Namespace.of("alice"),
            VethLink.between(End.of("host", "veth_host", "10.203.0.1/24"), End.of("alice", "eth0", "10.203.0.2/24")));

    private static String mistakes(Topology network, Part... parts) {
        return String.valueOf(catchThrowableOfType(TopologyException.class, () -> network.with(parts))
                .getMessage());
    }

    @Test
    void aNamespaceOfTheLabIsNoWayOut() {
        assertThat(mistakes(NETWORK, Masquerade.of("alice")))
                .contains("namespace [alice] is not the machine's own")
                .contains("let a router of the lab translate addresses with a NAT");
        assertThat(mistakes(NETWORK, Masquerade.of("bob"))).contains("there is no namespace [bob]");
    }

    @Test
    void theMachinesOwnNamespaceMustBeDeclared() {
        assertThat(mistakes(Topology.of(Namespace.of("alice")), Masquerade.of("host")))
                .contains("there is no namespace [host] (namespace); it must be the one that @HostNamespace declares,"
                        + " or Namespace.host without JUnit; declared: [alice]");
    }

    @Test
    void withoutACableNothingCanLeave() {
        assertThat(mistakes(Topology.of(Namespace.host("host")), Masquerade.of("host")))
                .contains("no cable leads to namespace [host]: declare a veth pair with an end there");
    }

    @Test
    void theMachineCanBeAHostOfALanAndNotItsRouter() {
        Topology machine = Topology.of(Namespace.host("host"));
        Lan office = Lan.of("office", "10.204.0.0/24", "host", "alice");
        assertThat(machine.with(office, StaticRoute.of("alice", "default", "10.204.0.1"), Masquerade.of("host"))
                        .warnings())
                .isEmpty();
        assertThat(mistakes(machine, Lan.of("office", "10.204.0.0/24", "alice").routers("host"), Masquerade.of("host")))
                .contains("the machine [host] cannot be one of its [routers]");
    }

    @Test
    void anInterfaceOfTheLabIsNoWayOut() {
        assertThat(mistakes(NETWORK, Masquerade.of("host").through("veth_host")))
                .contains("[veth_host] (through), which is an end of a cable of the lab");
        assertThat(mistakes(NETWORK, Masquerade.of("host").through("lo")))
                .contains("[lo] (through), which is the loopback");
        assertThat(mistakes(NETWORK, Masquerade.of("host").through("a b"))).contains("through: [a b] cannot name");
    }

    @Test
    void theSameMachineIsMasqueradedInOneWay() {
        assertThat(mistakes(
                        NETWORK, Masquerade.of("host"), Masquerade.of("host").through("eth0")))
                .contains("what leaves through [host] is masqueraded otherwise too");
    }

    @Test
    void onlyIpv4Leaves() {
        Topology network = NETWORK.with(Masquerade.of("host"));
        assertThat(network.in(IpFamilies.DUAL).declared()).contains(Masquerade.of("host"));
        assertThatThrownBy(() -> network.in(IpFamilies.IPV6))
                .hasMessageContaining("only IPv4 leaves through the machine");
    }

    @Test
    void itSaysWhichWayPacketsLeave() {
        assertThat(Masquerade.of("host")).hasToString("masquerade host through the default route");
        assertThat(Masquerade.of("host").through("eth0")).hasToString("masquerade host through eth0");
        assertThat(NETWORK.with(Masquerade.of("host")).toText()).contains("masquerade through the default route");
    }
}
