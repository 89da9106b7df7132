package io.github.netnsjunit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One fault of a LAN or a router is one mistake, which names what the user wrote and not what follows from it. */
class LanMistakesTests {

    private static void refused(String words, Part... parts) {
        assertThatThrownBy(() -> Topology.of(parts))
                .isInstanceOfSatisfying(
                        TopologyException.class,
                        found -> assertThat(found.mistakes())
                                .as(found.getMessage())
                                .singleElement()
                                .extracting(TopologyException.Mistake::message)
                                .asString()
                                .startsWith(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ho me", "lo", "all", "a/b", "10.1"})
    void theNameOfALanIsNamed(String name) {
        refused("its name [name]: ", Lan.of(name, "10.1.0.0/24", "alice", "bob"));
        refused(
                "its name [name]: ",
                Lan.of(name, "fd00:1::/64", "alice").slaac("alice"),
                Router.of("home", name).advertise());
        refused("its name [name]: ", Lan.of(name, "10.1.0.0/24", "alice").routers("home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ho me", "lo", "all", "a/b", "10.1"})
    void theNameOfARouterIsNamed(String name) {
        Lan office = Lan.of("office", "10.1.0.0/24", "alice");
        refused("its name [name]: ", office, Router.of(name, "office"));
        refused("one of its [routers]: ", office.routers(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ho me", "lo", "all"})
    void theNameOfAHostIsNamed(String name) {
        refused("one of its [hosts]: ", Lan.of("office", "10.1.0.0/24", "alice", name));
    }

    @Test
    void aRouterWithTheNameOfItsLanIsNamed() {
        refused(
                "its name [name] is that of the LAN [office], whose switch has the namespace of this name",
                Lan.of("office", "10.1.0.0/24", "alice"),
                Router.of("office", "office"));
    }

    @Test
    void theMachineAsARouterIsOneMistake() {
        Namespace machine = Namespace.host("host");
        Lan office = Lan.of("office", "10.1.0.0/24", "alice");
        String why =
                ": a test may not change the host's kernel parameters, so it does not forward; let a namespace of the"
                        + " lab be the router";
        refused("the machine [host] cannot be one of its [routers]" + why, machine, office.routers("host"));
        refused("the machine [host] cannot be a router [name]" + why, machine, office, Router.of("host", "office"));
    }

    @Test
    void theMachineHearsNoAdvertisements() {
        Namespace machine = Namespace.host("host");
        Lan office = Lan.of("office", "fd00:1::/64", "alice");
        Router advertising = Router.of("home", "office").advertise();
        String why =
                "it is to advertise [advertise] on the LAN [office], where the machine [host] could take its default"
                        + " route from it";
        refused(why, machine, Lan.of("office", "fd00:1::/64", "alice", "host"), advertising);
        refused(
                why,
                machine,
                office,
                advertising,
                VethLink.between(
                        End.of("host", "nnj_host"), End.of("office", "port").master("office")));
        Topology.of(machine, office, advertising, VethLink.between(End.of("host", "nnj_host"), End.of("alice", "x")));
    }

    @Test
    void theMachineHasNoSwitch() {
        refused(
                "the machine [host] cannot be the LAN's own namespace [name], in which its switch is",
                Namespace.host("host"),
                Lan.of("host", "10.1.0.0/24", "alice", "bob").routers("home"));
    }

    @Test
    void noRouteOfTheMachineFollows() {
        Topology network = Topology.of(
                Namespace.host("host"),
                Lan.of("office", "10.1.0.0/24", "host", "alice"),
                Lan.of("internet", "203.0.113.0/24", "server"),
                Lan.of("far", "203.0.114.0/24", "other"),
                Router.of("home", "office", "internet"),
                Router.of("beyond", "internet", "far"));
        assertThat(network.outline().routes())
                .noneMatch(route -> route.namespace().equals("host"))
                .anyMatch(
                        route -> route.namespace().equals("alice") && route.to().isDefault());
    }
}
