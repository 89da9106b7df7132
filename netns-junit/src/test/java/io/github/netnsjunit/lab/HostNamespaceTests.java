package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class HostNamespaceTests {

    private static final String HOST_END = "nnj_host";

    static void assumeHostNamespace() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
    }

    /** The addresses are for benchmarks (RFC 2544), so no host should have them. */
    private static Topology besideHost(String hostEnd, String address) {
        return Topology.of(
                Namespace.host("host_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(
                        End.of("host_ns", hostEnd, address), End.of("blue_ns", "veth_blue_ns", "198.18.255.2/30")));
    }

    @BeforeEach
    void onlyWhereTheHostMayBeTouched() {
        assumeHostNamespace();
    }

    @Test
    void joinsTheHostToALabAndLeavesNothing() throws Exception {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            assertThat(NetworkInterface.getByName(HOST_END)).isNotNull();
            try (ServerSocket server =
                            lab.namespace("blue_ns").serverSocketFactory().createServerSocket(8080);
                    Socket client = new Socket("198.18.255.2", 8080);
                    Socket accepted = server.accept()) {
                assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("198.18.255.1");
                assertThat(client.isConnected()).isTrue();
            }
            assertThat(lab.namespace("host_ns").call(() -> NetworkInterface.getByName(HOST_END)))
                    .isNotNull();
        }
    }

    /** A lab then asks the kernel for the addresses, and must know by that time which of the host's links are its own. */
    @Test
    void theHostIsKnownByNameBesideHostsThatFormTheirAddresses() throws Exception {
        assumeTrue(KernelFeature.IPV6.isAvailable(), KernelFeature.IPV6.reason());
        Topology topology = besideHost(HOST_END, "198.18.255.1/30")
                .with(
                        Lan.of("office", "fd00:1::/64", "alice").slaac("alice"),
                        Router.of("home", "office").advertise());
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("blue_ns").resolve("host-ns").getHostAddress())
                    .isEqualTo("198.18.255.1");
        }
    }

    @Test
    void theHostIsOnALanBesideARouterAndGetsNoRoutes() {
        Topology topology = Topology.of(
                Namespace.host("host_ns"),
                Lan.of(HOST_END, "198.18.255.0/29", "host_ns", "alice"),
                Lan.of("far", "10.1.0.0/24", "server"),
                Router.of("home", HOST_END, "far"));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace host = lab.namespace("host_ns");
            assertThat(host).canPing("198.18.255.2").canPing("198.18.255.6");
            assertThat(lab.namespace("server")).canPing("198.18.255.2");
            assertThat(host.routes())
                    .extracting(Object::toString)
                    .noneMatch(route -> route.contains("via") && route.contains(HOST_END));
        }
    }

    @AfterEach
    void vanishesWithItsPeer() {
        await("the host's end to vanish")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> NetworkInterface.getByName(HOST_END) == null);
    }

    @Test
    void refusesAddressesThatOverlapTheHosts() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            assertThatThrownBy(() -> Lab.create(besideHost("nnj_other", "198.18.255.1/29")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [host_ns]")
                    .hasMessageContaining("[198.18.255.1/29] on host_ns:nnj_other overlaps 198.18.255.0/30");
            assertThat(first.namespaces()).hasSize(2);
        }
    }

    /** Cloud machines have link-local IPv4 addresses, and route them like all others. A temporary namespace plays the host here. */
    @Test
    void refusesLinkLocalOverlapsInIpv4ButNotInIpv6() throws Exception {
        IpCommand.assumeThere();
        String host = "ip link add d0 type veth peer d1 && ip link set d0 up && ip link set d1 up"
                + " && ip addr add 169.254.9.9/16 dev d0 && exec \"$@\"";
        assertThat(ChildJvm.of(LinkLocal.class)
                        .startedBy(List.of("unshare", "--net", "sh", "-c", host, "sh"))
                        .output())
                .contains("[169.254.7.1/24] on host_ns:" + HOST_END + " overlaps 169.254.0.0/16")
                .contains("169.254.169.254/32 dev " + HOST_END)
                .contains("made fe80::7/64");
    }

    /** Run on a host that has link-local addresses. */
    static final class LinkLocal {
        private LinkLocal() {}

        public static void main(String[] arguments) {
            attempt("169.254.7.1/24", besideHost(HOST_END, "169.254.7.1/24"));
            attempt(
                    "a route",
                    besideHost(HOST_END, "198.18.255.1/30")
                            .with(StaticRoute.through("host_ns", "169.254.169.254/32", HOST_END)
                                    .metric(7)));
            attempt("fe80::7/64", besideHost(HOST_END, "fe80::7/64"));
        }

        private static void attempt(String what, Topology topology) {
            try (Lab lab = Lab.create(topology)) {
                System.out.println("made " + what + " in " + lab);
            } catch (LabException refused) {
                System.out.println(refused);
            }
        }
    }

    @Test
    void refusesRoutesThatOverlapTheHosts() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            Topology over = Topology.of(
                    Namespace.host("host_ns"),
                    Namespace.of("blue_ns"),
                    VethLink.between(
                            End.of("host_ns", "nnj_other", "198.18.254.1/30"),
                            End.of("blue_ns", "veth_blue_ns", "198.18.254.2/30")),
                    StaticRoute.of("host_ns", "198.18.255.0/31", "198.18.254.2"));
            assertThatThrownBy(() -> Lab.create(over))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("route host_ns: 198.18.255.0/31 via 198.18.254.2 overlaps 198.18.255.0/30");
            assertThat(first.namespaces()).hasSize(2);
        }
    }

    @Test
    void refusesANameThatTheHostHas() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            assertThatThrownBy(() -> Lab.create(besideHost(HOST_END, "198.18.254.1/30")))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("the host already has an interface [" + HOST_END + "]");
            assertThat(first.namespace("host_ns").interfaceNamed(HOST_END).up()).isTrue();
        }
    }

    /** The first lab's link plays a link of the host. */
    @Test
    void changesNoLinkOfTheHost() throws Exception {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            try (Lab second = Lab.create(besideHost("nnj_other", "198.18.254.1/30"))) {
                NetworkNamespace host = second.namespace("host_ns");
                NetworkNamespace blue = second.namespace("blue_ns");
                blue.addVethPair(HOST_END, "peer");
                assertThatThrownBy(() -> blue.moveLink(HOST_END, host)).hasMessageContaining("EEXIST");
                for (ThrowingCallable change : List.<ThrowingCallable>of(
                        () -> host.linkDown(HOST_END),
                        () -> host.removeLink(HOST_END),
                        () -> host.addAddress(HOST_END, "198.18.253.1/30"),
                        () -> host.removeAddress(HOST_END, "198.18.255.1/30"),
                        () -> host.moveLink(HOST_END, blue),
                        () -> host.addRoute("198.18.253.0/30", "198.18.254.2"),
                        () -> host.removeRoute("198.18.255.0/30"),
                        () -> host.addVethPair("one", "other"))) {
                    assertThatThrownBy(change)
                            .isInstanceOf(LabException.class)
                            .hasMessageContaining("is the host's own");
                }
            }
            assertThat(NetworkInterface.getByName(HOST_END)).isNotNull();
            assertThat(first.namespace("host_ns").interfaceNamed(HOST_END).up()).isTrue();
        }
    }

    /** A link with the second lab's name arrives after that lab has checked the host, so the lab fails. */
    @Test
    void doesNotRemoveALinkThatTookItsNameMeanwhile() throws Exception {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            NetworkNamespace blue = first.namespace("blue_ns");
            NetworkNamespace host = first.namespace("host_ns");
            blue.addVethPair("nnj_late", "peer");
            Libc libc = new FailingLibc()
                    .before("unshare", () -> blue.moveLink("nnj_late", host))
                    .libc();
            Topology second = besideHost("nnj_late", "198.18.254.1/30");
            assertThatThrownBy(() -> Lab.create(second, libc))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("EEXIST");
            assertThat(host.interfaceNamed("nnj_late").kind()).isEqualTo("veth");
        }
    }

    /** The second lab begins after the first has checked the host, and before it has made its link. */
    @Test
    void twoLabsAtTheSameTimeDoNotTakeTheSameAddresses() throws Exception {
        FutureTask<Lab> second = new FutureTask<>(() -> Lab.create(besideHost("nnj_other", "198.18.255.1/30")));
        Libc libc = new FailingLibc()
                .before("unshare", () -> {
                    new Thread(second).start();
                    await("the second to be made, or to wait").until(() -> second.isDone() || aProvisionerWaits());
                })
                .libc();
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"), libc)) {
            assertThatThrownBy(() -> second.get().close())
                    .hasRootCauseInstanceOf(LabException.class)
                    .hasMessageContaining("on host_ns:nnj_other overlaps 198.18.255.0/30");
            assertThat(first.namespace("host_ns").interfaceNamed(HOST_END).up()).isTrue();
        }
    }

    private static boolean aProvisionerWaits() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("netns provisioner") && thread.getState() == Thread.State.BLOCKED);
    }

    /** The first lab's link plays a link of the host. It has the name of a link of the second lab that is gone. */
    @Test
    void recognizesLinksOfTheLabNotByTheirNamesAlone() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"));
                Lab second = Lab.create(besideHost("nnj_other", "198.18.254.1/30"))) {
            NetworkNamespace host = second.namespace("host_ns");
            moveNewLinkToHost("nnj_same", second);
            int index = host.interfaceNamed("nnj_same").index();
            second.namespace("blue_ns").removeLink("peer");
            moveNewLinkToHost("nnj_same", first);
            while (host.interfaceNamed("nnj_same").index() == index) { // the kernel may give it the same one again
                first.namespace("blue_ns").removeLink("peer");
                moveNewLinkToHost("nnj_same", first);
            }
            first.namespace("host_ns").addAddress("nnj_same", "198.18.253.1/30");
            assertThatThrownBy(() -> host.linkDown("nnj_same"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("is the host's own");
            assertThatThrownBy(() -> host.addAddress("nnj_other", "198.18.253.2/30"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("overlaps 198.18.253.0/30");
        }
    }

    private static void moveNewLinkToHost(String link, Lab lab) {
        lab.namespace("blue_ns").addVethPair(link, "peer");
        lab.namespace("blue_ns").moveLink(link, lab.namespace("host_ns"));
    }

    @Test
    void refusesALinkThatWouldOutliveTheLab() {
        Topology topology = besideHost(HOST_END, "198.18.255.1/30")
                .with(
                        Namespace.of("red_ns"),
                        VethLink.between(End.of("red_ns", "eth0"), End.of("blue_ns", "nnj_third")),
                        BridgeLink.of("red_ns", "br0"));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace host = lab.namespace("host_ns");
            NetworkNamespace blue = lab.namespace("blue_ns");
            NetworkNamespace red = lab.namespace("red_ns");
            moveNewLinkToHost("nnj_other", lab);
            blue.moveLink("peer", red);
            assertThatThrownBy(() -> red.moveLink("peer", host))
                    .isInstanceOf(LabException.class)
                    .hasMessage(
                            "namespace [host_ns] is the host's own, and a test may not move [peer] there too, beside"
                                    + " its peer [nnj_other]: nothing would make them vanish");
            assertThatThrownBy(() -> red.moveLink("br0", host))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("move [br0] there, which is no end of a veth pair");
            blue.moveLink("nnj_third", host);
            assertThatThrownBy(() -> red.moveLink("eth0", host)).hasMessageContaining("its peer [nnj_third]");
            assertThat(host.interfaceNamed("nnj_third").kind()).isEqualTo("veth");
        }
    }

    @Test
    void changesLinksOfTheLab() throws Exception {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            NetworkNamespace host = lab.namespace("host_ns");
            host.removeAddress(HOST_END, "198.18.255.1/30");
            host.addAddress(HOST_END, "198.18.255.1/29");
            host.addAddress(HOST_END, "198.18.255.3/29");
            lab.namespace("blue_ns").addVethPair("nnj_other", "peer");
            lab.namespace("blue_ns").moveLink("nnj_other", host);
            host.linkUp("nnj_other");
            assertThat(host.interfaceNamed("nnj_other").up()).isTrue();
        }
        assertThat(NetworkInterface.getByName("nnj_other")).isNull();
    }

    @Test
    void knowsTheNamesOfTheLabAndIsKnownInIt() throws Exception {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            assertThat(lab.namespace("host_ns").resolve("blue-ns").getHostAddress())
                    .isEqualTo("198.18.255.2");
            assertThat(lab.namespace("blue_ns").resolve("host-ns").getHostAddress())
                    .isEqualTo("198.18.255.1");
        }
    }

    @Test
    void refusesToChangeTheHostsKernelParameters() {
        try (Lab lab = Lab.create(besideHost(HOST_END, "198.18.255.1/30"))) {
            assertThatThrownBy(() -> lab.namespace("host_ns").sysctl("net.ipv4.ip_forward", "1"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("net.ipv4.ip_forward");
        }
    }

    /** The first lab's cable plays a cable of the host. */
    @Test
    void additionsDoNotTouchCablesOfTheHost() {
        try (Lab first = Lab.create(besideHost(HOST_END, "198.18.255.1/30"));
                Lab second = Lab.create(Topology.of(Namespace.of("red_ns")))) {
            VethLink cable = VethLink.between(
                    End.of("h", "nnj_other", "198.18.254.1/30"), End.of("red_ns", "eth0", "198.18.254.2/30"));
            Addition host = second.add(Namespace.host("h"), cable);
            assertThat(second.namespace("h").interfaceNamed("nnj_other").up()).isTrue();
            assertThatThrownBy(() -> second.add(
                            VethLink.between(End.of("h", "nnj_third", "198.18.255.1/30"), End.of("red_ns", "eth1"))))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("overlaps 198.18.255.0/30");
            host.close();
            assertThat(first.namespace("host_ns").interfaceNamed(HOST_END).up()).isTrue();
            assertThat(first.namespace("host_ns").interfaces())
                    .extracting(Interface::name)
                    .doesNotContain("nnj_other", "nnj_third");
        }
    }

    @Test
    void theLinkOfAnAdditionIsRemovedThoughTheTestMovedItsOtherEnd() throws Exception {
        Topology rooms = Topology.of(Namespace.of("red_ns"), Namespace.of("green_ns"), Namespace.host("h"));
        try (Lab lab = Lab.create(rooms)) {
            Addition added = lab.add(VethLink.between(End.of("h", HOST_END), End.of("red_ns", "eth0")));
            lab.namespace("red_ns").moveLink("eth0", lab.namespace("green_ns"));
            added.close();
            assertThat(NetworkInterface.getByName(HOST_END)).isNull();
            Addition again = lab.add(VethLink.between(End.of("h", HOST_END), End.of("red_ns", "eth0")));
            lab.namespace("red_ns").close();
            again.close();
            assertThat(NetworkInterface.getByName(HOST_END)).isNull();
        }
    }

    @Test
    void acceptsNoPartAfterTheTestClosedIt() {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("red_ns"), Namespace.host("h")))) {
            lab.namespace("h").close();
            assertThatThrownBy(() -> lab.add(VethLink.between(End.of("h", HOST_END), End.of("red_ns", "eth0"))))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [h] is closed");
        }
    }
}
