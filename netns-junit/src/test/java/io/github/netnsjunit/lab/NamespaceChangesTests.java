package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes that a test makes to a live namespace. */
@Timeout(30)
@Tag("kernel")
class NamespaceChangesTests extends LiveLab {

    private NetworkNamespace root;

    @BeforeEach
    void findRoot() {
        root = lab.namespace("root_ns");
    }

    @Test
    void takingOneEndDownTakesTheOthersCarrier() {
        Cable link = lab.links().get(0);
        assertThat(link.left().state().carrier()).isTrue();
        link.in(blue).down();
        assertThat(blue.interfaceNamed("veth_blue_ns").up()).isFalse();
        assertThat(link.in(root).state().up()).isTrue();
        await().until(() -> !link.in(root).state().carrier());
        link.in(blue).up();
        await().until(() -> link.in(root).state().carrier());
    }

    @Test
    void addressesAreAddedAndRemoved() throws Exception {
        LinkAddress added = LinkAddress.parse("10.0.0.3/24");
        blue.addAddress("veth_blue_ns", added.toString());
        assertThat(blue.addresses()).contains(added);
        try (ServerSocket server = blue.serverSocketFactory().createServerSocket(80);
                Socket client = root.socketFactory().createSocket("10.0.0.3", 80)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(server.isBound()).isTrue();
        }
        blue.removeAddress("veth_blue_ns", added.toString());
        assertThat(blue.addresses()).doesNotContain(added);
    }

    @Test
    void routesAreAddedAndRemoved() {
        assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
        blue.addDefaultRoute("10.0.0.1");
        blue.addRoute("192.168.0.0/24", "10.0.0.1");
        blue.addDefaultRoute("fd00::1");
        assertThat(blue.routes())
                .extracting(RouteEntry::toString)
                .contains("default via 10.0.0.1 dev veth_blue_ns", "192.168.0.0/24 via 10.0.0.1 dev veth_blue_ns");
        blue.removeRoute("default");
        blue.removeRoute("default");
        blue.removeRoute("192.168.0.0/24");
        assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
        assertThatThrownBy(() -> blue.removeRoute("default"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns] has no route to [default]")
                .hasMessageContaining("10.0.0.0/24 dev veth_blue_ns");
    }

    @Test
    void linksAreAddedMovedAndRemoved() {
        root.addVethPair("veth1", "veth2");
        assertThat(root.interfaceNamed("veth1").up()).isFalse();
        assertThat(root.interfaceNamed("veth2").kind()).isEqualTo("veth");
        root.moveLink("veth2", blue);
        assertThat(blue.interfaceNamed("veth2").up()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.interfaceNamed("veth2"))
                .withMessage(
                        "there is no interface [veth2] in namespace [root_ns]; it has" + " [lo, veth1, veth_root_ns]");
        blue.removeLink("veth2");
        assertThat(root.interfaces()).extracting(Interface::name).containsExactly("lo", "veth_root_ns");
    }

    @Test
    void aLinkIsNotMovedToAClosedNamespace() {
        try (Lab other = Lab.create(Topology.of(Namespace.of("red_ns")))) {
            NetworkNamespace red = other.namespace("red_ns");
            other.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> blue.moveLink("veth_blue_ns", red))
                    .withMessage("namespace [red_ns] is closed");
        }
    }

    @Test
    void kernelParametersAreSet() throws Exception {
        blue.sysctl("net.ipv4.ip_forward", "1");
        assertThat(blue.sysctl("net.ipv4.ip_forward")).isEqualTo("1");
        assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
        blue.sysctl("net.ipv4.ip_local_port_range", "20000 30000");
        assertThat(blue.sysctl("net.ipv4.ip_local_port_range")).isEqualTo("20000\t30000");
        blue.sysctl("net/ipv4/conf/veth_blue_ns/rp_filter", "2");
        assertThat(blue.sysctl("net.ipv4.conf.veth_blue_ns.rp_filter")).isEqualTo("2");
        assertThatThrownBy(() -> blue.sysctl("net.no.such", "1"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("ENOENT")
                .hasMessageContaining("net.no.such");
        assertThatIllegalArgumentException().isThrownBy(() -> blue.sysctl("kernel.hostname", "x"));
    }

    @Test
    void aRefusalOfTheKernelIsExplained() {
        assertThatThrownBy(() -> blue.addAddress("veth_blue_ns", "10.0.0.2/24"))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("namespace [blue_ns], interface [veth_blue_ns]: could not add the address"
                        + " 10.0.0.2/24: add address 10.0.0.2/24: EEXIST (");
        assertThatThrownBy(() -> blue.removeLink("lo"))
                .isInstanceOf(LabException.class)
                .hasMessage("namespace [blue_ns], interface [lo]: could not remove it: delete link: EOPNOTSUPP"
                        + " (Operation not supported)");
        assertThatThrownBy(() -> blue.sysctl("net.ipv4.tcp_available_congestion_control", "x"))
                .isExactlyInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns]: the kernel parameter"
                        + " [net.ipv4.tcp_available_congestion_control] is read-only")
                .hasMessageContaining("EACCES");
        assertThatThrownBy(() -> blue.addRoute("10.9.0.0/16", "10.8.0.1"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns]")
                .hasMessageContaining("ENETUNREACH")
                .hasMessageContaining("Nexthop has invalid gateway");
    }

    @Test
    void refusesARouteOfAnotherNamespace() {
        assertThatThrownBy(() -> blue.addRoute(StaticRoute.of("root_ns", "10.9.0.0/16", "10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not for namespace [blue_ns]");
    }

    @Test
    void refusesARouteWithAMetricThatIsOutOfRange() {
        assertThatThrownBy(() -> blue.addRoute(
                        StaticRoute.of("blue_ns", "10.9.0.0/16", "10.0.0.1").metric(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the metric [-1] is not between 0 and 4294967295");
    }
}
