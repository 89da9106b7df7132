package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.lab.Joint;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A container that runs already gets a cable to a LAN of the test. */
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob"})
class ContainerTests {

    private Process container;

    /** A process in a network namespace of its own, as the first process of a container is. */
    @BeforeEach
    void startContainer() throws Exception {
        Programs.need("unshare");
        container = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec sleep 1000").start();
        org.assertj.core.api.Assertions.assertThat(container.inputReader().readLine())
                .isEqualTo("ready");
    }

    @AfterEach
    void endContainer() {
        container.destroyForcibly();
    }

    // tag::container[]
    @Test
    void aContainerIsOnTheLan(Lab lab) {
        Part cable = VethLink.between(
                End.of("office", "container").master("office"), End.of("container", "eth1", "10.1.0.50/24"));

        try (NetworkNamespace outside = NetworkNamespace.ofProcess(container.pid())) {
            Joint joint = lab.join(outside, cable);
            assertThat(lab.namespace("alice")).canPing("10.1.0.50");
            assertThat(outside).canPing("10.1.0.2");

            joint.close(); // otherwise closing the lab would take it away
            assertThat(outside).doesNotHaveInterface("eth1");
        }
    }
    // end::container[]
}
