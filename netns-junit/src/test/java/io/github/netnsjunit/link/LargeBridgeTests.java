package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bridge with so many ports that it comes up after all of them is like any other when the lab is there. */
@Timeout(120)
@Tag("kernel")
class LargeBridgeTests {

    private static final int PORTS = 120;

    private static final BridgeLink BRIDGE = BridgeLink.of("hub", "br0", "10.0.0.1/24", "fd00::1/64");

    private static List<Part> ports() {
        return IntStream.range(0, PORTS)
                .<Part>mapToObj(i -> VethLink.between(
                        End.of("hub", "p" + i).master("br0"),
                        i == 0 ? End.of("host", "eth0", "10.0.0.2/24", "fd00::2/64") : End.of("others", "q" + i)))
                .toList();
    }

    private static List<Part> with(List<Part> parts) {
        List<Part> all = new ArrayList<>(List.of(Namespace.of("hub"), Namespace.of("host"), Namespace.of("others")));
        all.addAll(parts);
        return all;
    }

    private static void assertWorks(Lab lab) {
        NetworkNamespace hub = lab.namespace("hub");
        Interface bridge = hub.interfaceNamed("br0");
        assertThat(bridge.up()).isTrue();
        assertThat(bridge.carrier()).isTrue();
        assertThat(bridge.addresses()).hasSize(3).allMatch(each -> each.state() == LinkAddress.State.USABLE);
        assertThat(hub).canPing("10.0.0.2").canPing("fd00::2");
        assertThat(lab.namespace("others").addresses()).allMatch(each -> each.state() == LinkAddress.State.USABLE);
    }

    @Test
    void inALabFromItsBeginning() {
        List<Part> parts = new ArrayList<>(List.of(BRIDGE));
        parts.addAll(ports());
        parts.add(StaticRoute.defaultVia("hub", "10.0.0.2"));
        try (Lab lab = Lab.create(Topology.of(with(parts)))) {
            assertWorks(lab);
        }
    }

    @Test
    void onALanWhereEachHostHasANamespaceOfItsOwn() {
        String[] hosts = IntStream.range(0, PORTS).mapToObj(i -> "h" + i).toArray(String[]::new);
        Lan lan = Lan.of("lan", "10.0.0.0/24", hosts).subnet("fd00::/64");
        try (Lab lab = Lab.create(Topology.of(lan))) {
            for (String host : hosts) {
                assertThat(lab.namespace(host).addresses())
                        .as(host)
                        .hasSize(5)
                        .allMatch(each -> each.state() == LinkAddress.State.USABLE);
            }
            assertThat(lab.namespace("h0")).canPing("10.0.0." + PORTS).canPing("fd00::" + Integer.toHexString(PORTS));
        }
    }

    @Test
    void addedToALabAndTakenAwayAgain() {
        List<Part> more = new ArrayList<>(List.of(BRIDGE));
        more.addAll(ports());
        try (Lab lab = Lab.create(Topology.of(with(List.of())))) {
            try (Addition added = lab.add(more.toArray(Part[]::new))) {
                assertThat(added.parts()).hasSize(PORTS + 1);
                assertWorks(lab);
            }
            assertThat(lab.namespace("hub")).hasOnlyInterfaces("lo");
        }
    }

    @Test
    void isLeftDownIfThatIsDeclared() {
        List<Part> parts = new ArrayList<>(List.of(BridgeLink.of("hub", "br0").down()));
        parts.addAll(ports());
        try (Lab lab = Lab.create(Topology.of(with(parts)))) {
            assertThat(lab.namespace("hub")).hasInterface("br0").isDown();
        }
    }
}
