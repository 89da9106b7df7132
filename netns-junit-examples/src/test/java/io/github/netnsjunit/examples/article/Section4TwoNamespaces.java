package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * 4. Two namespaces are connected, step by step as in the article. The tests share one network, and each goes on from
 * the last one.
 */
@NetNamespace("blue_ns")
@LabLifecycle(Lifecycle.PER_CLASS)
abstract class Section4TwoNamespaces extends Section {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    /** The name of the namespace in which the pair is made. One end then moves to the other namespace. */
    abstract String namespaceOfNewPair();

    private NetworkNamespace here() {
        return namespaceOfNewPair().equals("root_ns") ? root : blue;
    }

    private NetworkNamespace there() {
        return here() == root ? blue : root;
    }

    @Test
    @Order(1)
    @DisplayName("a veth pair is made, and listed, down")
    void pairIsMade() {
        here().addVethPair("veth_root_ns", "veth_blue_ns");

        assertThat(here()).hasInterface("veth_root_ns").isDown();
        assertThat(here()).hasInterface("veth_blue_ns").isDown();
        did(
                here().name() + ".addVethPair(\"veth_root_ns\", \"veth_blue_ns\")",
                "ip link add dev veth_root_ns type veth peer name veth_blue_ns");
        show(here().name() + ".interfaces()", "ip link list", interfaces(here()));
    }

    @Test
    @Order(2)
    @DisplayName("the end that stays is brought up")
    void endIsUp() {
        bringUp(here());
    }

    @Test
    @Order(3)
    @DisplayName("the other one moves to the other namespace, and is brought up there")
    void otherEndIsMoved() {
        String end = "veth_" + there().name();
        here().moveLink(end, there());

        assertThat(here()).doesNotHaveInterface(end);
        assertThat(there()).hasInterface(end).isDown();
        did(
                here().name() + ".moveLink(\"" + end + "\", " + there().name() + ")",
                "ip link set " + end + " netns " + there().name());
        bringUp(there());
        assertThat(blue).hasOnlyInterfaces("lo", "veth_blue_ns");
    }

    private void bringUp(NetworkNamespace namespace) {
        String end = "veth_" + namespace.name();
        namespace.linkUp(end);

        assertThat(namespace).hasInterface(end).isUp();
        show(
                namespace.name() + ".linkUp(\"" + end + "\")",
                "ip link set dev " + end + " up",
                describe(namespace.interfaceNamed(end)));
    }

    @Test
    @Order(4)
    @DisplayName("each end gets an address")
    void endsHaveAddresses() {
        root.addAddress("veth_root_ns", "10.0.0.1/24");
        blue.addAddress("veth_blue_ns", "10.0.0.2/24");

        assertThat(root).hasInterface("veth_root_ns").hasAddress("10.0.0.1/24");
        assertThat(blue).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/24");
        did("root_ns.addAddress(\"veth_root_ns\", \"10.0.0.1/24\")", "ip address add 10.0.0.1/24 dev veth_root_ns");
        did("blue_ns.addAddress(\"veth_blue_ns\", \"10.0.0.2/24\")", "ip address add 10.0.0.2/24 dev veth_blue_ns");
        showRoutes(blue);
    }

    @Test
    @Order(5)
    @DisplayName("and a web server in either is reached from the other")
    void webServersAreReached() throws Exception {
        int port = freePort(root);
        try (WebServer rootServer = WebServer.in(root, "10.0.0.1", port);
                WebServer blueServer = WebServer.in(blue, "10.0.0.2", port)) {
            getsGreeting(blue, rootServer);
            getsGreeting(root, blueServer);
        }
    }
}
