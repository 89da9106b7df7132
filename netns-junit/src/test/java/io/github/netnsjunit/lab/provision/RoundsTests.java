package io.github.netnsjunit.lab.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.PortOptions;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Which steps come in which round. The expected lines are: the round's number, the namespace, and the phases of its steps. */
class RoundsTests {

    private static List<String> rounds(Part... parts) {
        Topology topology = Topology.of(parts);
        return describe(Rounds.of(Steps.of(topology.parts(), topology.outline())));
    }

    private static List<String> describe(List<Map<String, List<Step>>> rounds) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            int number = i;
            rounds.get(i)
                    .forEach((namespace, steps) -> lines.add(number + " " + namespace + " "
                            + steps.stream().map(Step::phase).toList()));
        }
        return lines;
    }

    @Test
    void theArticlesNetworkTakesOneDatagramForEachNamespaceAndOneToSettle() {
        assertThat(rounds(
                        Namespace.of("root_ns"),
                        Namespace.of("blue_ns"),
                        VethLink.between(
                                End.of("root_ns", "veth_root_ns", "10.0.0.1/24"),
                                End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
                        StaticRoute.defaultVia("blue_ns", "10.0.0.1")))
                .containsExactly(
                        "0 root_ns [LINKS, ADDRESSES, UP]",
                        "1 blue_ns [ADDRESSES, UP, UP, ROUTES]",
                        "2 root_ns [SETTLE]",
                        "2 blue_ns [SETTLE]");
    }

    @Test
    void stepsComeAfterThoseThatTheyNeedWhateverTheOrderOfTheParts() {
        assertThat(rounds(
                        VethLink.between(End.of("a", "p").master("br"), End.of("b", "q")),
                        BridgeLink.of("a", "br", "10.0.0.1/24"),
                        Namespace.of("b").withoutLoopback(),
                        Namespace.of("a").withoutLoopback()))
                .containsExactly("0 a [LINKS, LINKS, ADDRESSES]", "1 b [UP]", "2 a [SETTLE, SETTLE]", "2 b [SETTLE]");
    }

    /** Otherwise, for a moment, the port would forward frames that it must not. */
    @Test
    void aPortIsBroughtUpOnlyAfterItIsConfigured() {
        assertThat(rounds(
                        Namespace.of("a").withoutLoopback(),
                        Namespace.of("b").withoutLoopback(),
                        BridgeLink.of("a", "br").withVlanFiltering(),
                        VethLink.between(End.of("a", "p").master("br").vlan(10).tagged(20), End.of("b", "q"))))
                .containsExactly(
                        "0 a [LINKS, LINKS, MASTERS, MASTERS, MASTERS, UP]",
                        "1 b [UP]",
                        "2 a [SETTLE, SETTLE]",
                        "2 b [SETTLE]");
        assertThat(rounds(
                        Namespace.of("a").withoutLoopback(),
                        Namespace.of("b").withoutLoopback(),
                        BridgeLink.of("b", "br"),
                        VethLink.between(
                                End.of("a", "p"),
                                End.of("b", "q").master("br").port(PortOptions.DEFAULT.withIsolation()))))
                .containsExactly("0 b [LINKS, LINKS, MASTERS, UP]", "1 a [UP]", "2 b [SETTLE, SETTLE]", "2 a [SETTLE]");
    }

    /** The kernel adds IPv6 addresses to an interface that is up more slowly the more it has: 10,000 took it six times as long. */
    @Test
    void anInterfaceIsBroughtUpAfterItHasItsManyAddresses() {
        String[] many =
                IntStream.range(0, 100).mapToObj("10.0.0.%d/24"::formatted).toArray(String[]::new);
        assertThat(rounds(
                        Namespace.of("a").withoutLoopback(),
                        Namespace.of("b").withoutLoopback(),
                        VethLink.between(
                                End.of("a", "p", many), End.of("b", "q").down())))
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("0 a [LINKS, ADDRESSES, ADDRESSES, ")
                .endsWith(" ADDRESSES, UP]");
    }

    private static List<String> roundsOfASwitchWithManyPorts(Namespace lastHost) {
        List<Part> parts = new ArrayList<>(List.of(
                Namespace.of("hub").withoutLoopback(),
                Namespace.of("one").withoutLoopback(),
                lastHost,
                BridgeLink.of("hub", "br", "10.0.0.1/24")));
        for (int i = 0; i < 100; i++) {
            parts.add(VethLink.between(
                    End.of(i < 99 ? "one" : lastHost.name(), "q" + i),
                    End.of("hub", "p" + i).master("br")));
        }
        parts.add(StaticRoute.defaultVia("hub", "10.0.0.2"));
        return rounds(parts.toArray(Part[]::new));
    }

    /** Otherwise it would pass the first multicasts of each host to all others. */
    @Test
    void aSwitchWithManyPortsIsBroughtUpAfterAllItsHosts() {
        assertThat(roundsOfASwitchWithManyPorts(Namespace.of("other").withoutLoopback()))
                .satisfiesExactly(
                        ports -> assertThat(ports).startsWith("0 hub [LINKS, ").endsWith(", LINKS, ADDRESSES]"),
                        hosts -> assertThat(hosts).startsWith("1 one [UP, "),
                        lastHost -> assertThat(lastHost).isEqualTo("1 other [UP]"),
                        bridge -> assertThat(bridge).isEqualTo("2 hub [UP, ROUTES]"),
                        settle -> assertThat(settle).startsWith("3 "),
                        settle -> assertThat(settle).startsWith("3 "),
                        settle -> assertThat(settle).startsWith("3 "));
    }

    /** A host asks all others whether they have its address, and the switch must pass that on. */
    @Test
    void butNotIfAHostLooksForDuplicatesOfItsAddress() {
        assertThat(roundsOfASwitchWithManyPorts(
                        Namespace.of("other").withoutLoopback().withDuplicateAddressDetection()))
                .first(InstanceOfAssertFactories.STRING)
                .startsWith("0 hub [LINKS, ")
                .endsWith(", LINKS, ADDRESSES, ROUTES]");
    }

    @Test
    void settingsOfANamespaceComeBeforeItsLinksAndThoseOfALinkAfterIt() {
        assertThat(rounds(
                        Namespace.of("a").withoutLoopback(),
                        Namespace.of("b").withoutLoopback(),
                        VethLink.between(End.of("a", "p"), End.of("b", "q").down()),
                        SysctlSetting.of("b", "net.ipv4.conf.q.rp_filter", "1"),
                        SysctlSetting.of("b", "net.ipv6.conf.default.disable_ipv6", "1")))
                .containsExactly("0 b [SETTINGS]", "1 a [LINKS]", "2 b [LINK_SETTINGS]", "3 a [SETTLE]");
    }

    @Test
    void stepsThatNeedEachOtherAreRefused() {
        Key one = new Key.Link("a", "one");
        Key other = new Key.Link("a", "other");
        assertThatIllegalStateException().isThrownBy(() -> Rounds.of(List.of(step(one, other), step(other, one))));
    }

    private static Step step(Key makes, Key needs) {
        return new Step(
                Namespace.of("a"),
                Phase.LINKS,
                0,
                "a",
                null,
                Set.of(needs),
                Set.of(makes),
                new Work.Setting("net.x", "1", false));
    }
}
