package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Additions beside what a test changes by hand, of which the topology knows nothing. */
@Tag("kernel")
class ChangesByHandTests {

    private static final VethLink CABLE =
            VethLink.between(End.of("root", "to_green", "10.1.0.1/24"), End.of("green", "eth0", "10.1.0.2/24"));

    private Lab lab;
    private NetworkNamespace root;
    private NetworkNamespace blue;

    @BeforeEach
    void make() {
        lab = Lab.create(Topology.of(
                Namespace.of("root"),
                Namespace.of("blue"),
                VethLink.between(End.of("root", "to_blue", "10.0.0.1/24"), End.of("blue", "eth0", "10.0.0.2/24"))));
        root = lab.namespace("root");
        blue = lab.namespace("blue");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void whatTheTestTookAwayItselfIsNoFailure() {
        Addition green = lab.add(Namespace.of("green"), CABLE, StaticRoute.defaultVia("green", "10.1.0.1"));
        root.removeLink("to_green");
        assertThatCode(green::close).doesNotThrowAnyException();
    }

    @Test
    void aLinkThatWasMovedKeepsItsPlace() {
        Lab pair = Lab.create(Topology.of(
                Namespace.of("a"), Namespace.of("b"), VethLink.between(End.of("a", "x"), End.of("a", "y"))));
        try (pair) {
            NetworkNamespace b = pair.namespace("b");
            pair.namespace("a").moveLink("x", b);
            pair.add(BridgeLink.of("b", "br0"));
            assertThat(b).hasOnlyInterfaces("lo", "x", "br0");
        }
    }

    @Test
    void aNamespaceThatTheTestClosedIsInNobodysWay() {
        blue.close();
        try (Addition green = lab.add(Namespace.of("green"), CABLE)) {
            assertThat(green.parts()).hasSize(2);
            assertThat(root).canPing("green");
        }
    }

    @Test
    void aNamespaceThatTheTestClosedStaysClosed() {
        blue.close();
        VethLink toBlue = VethLink.between(End.of("root", "port"), End.of("blue", "port"));
        assertThatThrownBy(() -> lab.add(toBlue)).isInstanceOfSatisfying(LabException.class, failure -> {
            assertThat(failure).hasMessageContaining("namespace [blue] is closed");
            assertThat(failure.part()).contains(toBlue);
        });
        assertThat(lab.namespace("blue").isOpen()).isFalse();
        assertThat(root).doesNotHaveInterface("port"); // the cable to blue vanishes some time after blue
    }

    @Test
    void anAdditionEndsThoughTheTestClosedItsNamespace() {
        Addition green = lab.add(Namespace.of("green"), CABLE);
        lab.namespace("green").close();
        green.close();
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
        assertThat(lab.namespaces()).containsExactly(root, blue);
    }

    @Test
    void aPortOfABridgeThatTheTestRemovedIsRefused() {
        lab.add(BridgeLink.of("root", "br0"));
        root.removeLink("br0");
        VethLink port = VethLink.between(End.of("root", "port").master("br0"), End.of("blue", "port"));
        assertThatThrownBy(() -> lab.add(port)).isInstanceOfSatisfying(LabException.class, failure -> {
            assertThat(failure).hasMessageContaining("there is no interface [br0] in namespace [root]");
            assertThat(failure.part()).contains(port);
            assertThat(failure.namespace()).contains("root");
        });
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
    }

    /** The kernel takes a metric of 0 for any, and so the route of the test for that of the addition. */
    @Test
    void aRouteOfTheTestsStaysThoughItIsLikeThatOfAnAddition() {
        Addition added = lab.add(StaticRoute.defaultVia("blue", "10.0.0.1"));
        blue.addRoute(StaticRoute.defaultVia("blue", "10.0.0.1").metric(100));
        blue.removeRoute("default");
        added.close();
        assertThat(blue.routes())
                .filteredOn(route -> route.to().isDefault())
                .extracting(RouteEntry::metric)
                .containsExactly(100);
    }

    @Test
    void aRouteOfTheTestsStaysThoughItReplacedThatOfAnAddition() {
        lab.add(Namespace.of("green"), CABLE);
        NetworkNamespace green = lab.namespace("green");
        Addition added = lab.add(StaticRoute.defaultVia("green", "10.1.0.1"));
        green.removeLink("eth0");
        green.addVethPair("eth0", "peer");
        green.addAddress("eth0", "10.1.0.3/24");
        green.linkUp("eth0");
        green.addDefaultRoute("10.1.0.1");
        added.close();
        assertThat(green).hasDefaultRouteVia("10.1.0.1");
    }

    @Test
    void theParameterOfAnInterfaceGoesWithIt() {
        SysctlSetting ofTheBridge = SysctlSetting.of("root", "net.ipv4.conf.br0.rp_filter", "2");
        Addition bridge = lab.add(BridgeLink.of("root", "br0"));
        Addition setting = lab.add(ofTheBridge);
        assertThat(root.sysctl("net.ipv4.conf.br0.rp_filter")).isEqualTo("2");
        bridge.close();
        assertThat(lab.topology().parts()).doesNotContain(ofTheBridge).hasSize(3);
        lab.add(BridgeLink.of("root", "br0"), ofTheBridge);
        assertThat(root.sysctl("net.ipv4.conf.br0.rp_filter")).isEqualTo("2");
        setting.close(); // of the bridge that is gone
        assertThat(root.sysctl("net.ipv4.conf.br0.rp_filter")).isEqualTo("2");
    }

    @Test
    void aRouteIsTakenBackThoughItsGatewayWasMovedToAnotherInterface() {
        blue.addVethPair("eth1", "peer");
        blue.removeAddress("eth0", "10.0.0.2/24");
        blue.linkUp("peer");
        blue.linkUp("eth1");
        blue.addAddress("eth1", "10.0.0.2/24");
        Addition route = lab.add(StaticRoute.defaultVia("blue", "10.0.0.1"));
        assertThat(blue).hasDefaultRouteVia("10.0.0.1");
        route.close();
        assertThat(blue).hasNoDefaultRoute();
    }

    @Test
    void hundredsOfLinksMadeByHandAreInNobodysWay() {
        for (int i = 0; i < 150; i++) {
            blue.addVethPair("x" + i, "y" + i);
        }
        Addition bridge = lab.add(BridgeLink.of("blue", "br0"));
        bridge.close();
        assertThat(blue.interfaces()).hasSize(302);
    }

    @Test
    void anAdditionMayEndWhileTheTestClosesItsNamespace() throws Exception {
        for (int i = 0; i < 20; i++) {
            Addition green = lab.add(Namespace.of("green"), CABLE);
            Thread closing = new Thread(lab.namespace("green")::close);
            closing.start();
            assertThatCode(green::close).doesNotThrowAnyException();
            closing.join();
        }
    }
}
