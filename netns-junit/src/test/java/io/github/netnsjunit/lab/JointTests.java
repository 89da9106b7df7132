package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.link.DummyLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cables from a lab to namespaces that it has not made. */
class JointTests {

    private static final Topology OFFICE = Topology.of(Lan.of("office", "10.1.0.0/24", "alice", "bob"));

    private static final VethLink CABLE = VethLink.between(
            End.of("container", "eth0", "10.1.0.50/24", "fd00:1::50/64").mtu(1400),
            End.of("office", "container").master("office").mtu(1400));

    private Process container;
    private NetworkNamespace outside;

    @BeforeEach
    void startContainer() throws Exception {
        container = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec sleep 1000").start();
        assertThat(new BufferedReader(new InputStreamReader(container.getInputStream(), StandardCharsets.UTF_8))
                        .readLine())
                .isEqualTo("ready");
        outside = NetworkNamespace.ofProcess(container.pid());
    }

    @AfterEach
    void endContainer() {
        outside.close();
        container.destroyForcibly();
    }

    private List<String> interfacesOutside() {
        return outside.interfaces().stream().map(Interface::name).toList();
    }

    @Test
    void theOutsideIsReachedUntilTheJointIsClosed() {
        try (Lab lab = Lab.create(OFFICE)) {
            Joint joint = lab.join(outside, CABLE);

            assertThat(lab.namespace("alice")).canPing("10.1.0.50");
            assertThat(outside).canPing("10.1.0.2");
            assertThat(outside.interfaceNamed("eth0").mtu()).isEqualTo(1400);
            assertThat(outside.address()).hasToString("/10.1.0.50");

            joint.close();
            joint.close();
            assertThat(interfacesOutside()).containsExactly("lo");
            assertThat(lab.namespace("alice")).cannotPing("10.1.0.50");
            lab.join(outside, CABLE);
        }
        assertThat(interfacesOutside()).containsExactly("lo");
    }

    @Test
    void mistakesNameTheArgument() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        try (Lab lab = Lab.create(OFFICE);
                NetworkNamespace host = NetworkNamespace.ofPath("/proc/self/ns/net")) {
            assertThatThrownBy(() -> lab.join(host, CABLE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("outside [namespace /proc/self/ns/net] is the host's own");
            assertThatThrownBy(() -> lab.join(lab.namespace("bob"), CABLE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("outside [namespace bob] belongs to a lab");
            assertThatThrownBy(() -> lab.join(outside, DummyLink.of("office", "d0")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no cable between two namespaces");
            assertThatThrownBy(() -> lab.join(outside, VethLink.between(End.of("alice", "a"), End.of("bob", "b"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one of its ends must be in a namespace of the lab");
            assertThatThrownBy(() -> lab.join(
                            outside,
                            VethLink.between(
                                    End.of("container", "eth0", "10.1.0.1/24"),
                                    End.of("office", "container").master("office"))))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("10.1.0.1");
            assertThatThrownBy(() ->
                            lab.join(outside, VethLink.between(End.of("container", "lo"), End.of("alice", "eth7"))))
                    .isInstanceOf(TopologyException.class)
                    .hasMessageContaining("there is already an interface [lo] in namespace [container]");
            assertThat(interfacesOutside()).containsExactly("lo");
        }
    }

    @Test
    void nothingIsLeftOfItIfTheJavaProcessIsKilled() throws Exception {
        ChildJvm.Ended ended =
                ChildJvm.of(Killed.class, Long.toString(container.pid())).run();

        assertThat(ended.output()).contains("joined [lo, eth0]");
        assertThat(ended.exit()).isEqualTo(128 + 9);
        await("the end of the cable")
                .atMost(Duration.ofSeconds(30)) // the kernel takes it back in the background
                .untilAsserted(() -> assertThat(interfacesOutside()).containsExactly("lo"));
    }

    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            NetworkNamespace outside = NetworkNamespace.ofProcess(Long.parseLong(arguments[0]));
            Lab.create(OFFICE).join(outside, CABLE);
            System.out.println("joined "
                    + outside.interfaces().stream().map(Interface::name).toList());
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        }
    }
}
