package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Additions to a lab that the test has also changed by hand, which the topology does not show. */
@Tag("kernel")
class ChangesByHandTests extends GrowingLab {

    @Test
    void closingAnAdditionWorksAfterTheTestRemovedItsLink() {
        Addition green = lab.add(Namespace.of("green"), CABLE, StaticRoute.defaultVia("green", "10.1.0.1"));
        root.removeLink("to_green");
        assertThatCode(green::close).doesNotThrowAnyException();
    }

    @Test
    void aLinkThatWasMovedKeepsItsIndex() {
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
    void anAdditionWorksAfterTheTestClosedAnotherNamespace() {
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
    void closingAnAdditionWorksAfterTheTestClosedItsNamespace() {
        Addition green = lab.add(Namespace.of("green"), CABLE);
        lab.namespace("green").close();
        green.close();
        assertThat(root).hasOnlyInterfaces("lo", "to_blue");
        assertThat(lab.namespaces()).containsExactly(root, blue);
    }

    @Test
    void aPortIsRefusedIfTheTestRemovedItsBridge() {
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

    /** To the kernel a metric of 0 means any metric, so without care it would remove the test's route instead of the addition's. */
    @Test
    void aRouteOfTheTestStaysThoughItResemblesThatOfAnAddition() {
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
    void aRouteOfTheTestStaysThoughItReplacedThatOfAnAddition() {
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
    void theParameterOfAnInterfaceVanishesWithIt() {
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
    void aRouteIsTakenAwayThoughTheTestMovedItsAddressToAnotherInterface() {
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
    void anAdditionWorksBesideHundredsOfLinksMadeByHand() {
        for (int i = 0; i < 150; i++) {
            blue.addVethPair("x" + i, "y" + i);
        }
        Addition bridge = lab.add(BridgeLink.of("blue", "br0"));
        bridge.close();
        assertThat(blue.interfaces()).hasSize(302);
    }

    @Test
    void anAdditionMayBeClosedAtTheMomentInWhichTheFirstDescriptorOfItsNamespaceIsClosed() {
        FailingLibc closing = new FailingLibc();
        try (Lab watched = closing.lab(Topology.of(Namespace.of("root"), Namespace.of("blue")))) {
            Addition green = watched.add(Namespace.of("green"), CABLE);
            AtomicBoolean closed = new AtomicBoolean();
            closing.before("close", () -> {
                green.close();
                closed.set(true);
            });
            watched.namespace("green").close();
            assertThat(closed).isTrue();
        }
    }

    @Test
    void anAdditionMayBeClosedWhileTheTestClosesItsNamespace() throws Exception {
        for (int i = 0; i < 20; i++) {
            Addition green = lab.add(Namespace.of("green"), CABLE);
            Thread closing = new Thread(lab.namespace("green")::close);
            closing.start();
            assertThatCode(green::close).doesNotThrowAnyException();
            closing.join();
        }
    }
}
