package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Cable;
import io.github.netnsjunit.lab.CableEnd;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** 3. What a veth pair is: a cable. */
@NetNamespace("blue_ns")
abstract class Section3VethPair extends Section {

    /** The kernel reports a change of the carrier a moment after the link changed. */
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    @Test
    @Order(1)
    @DisplayName("its two ends are made together, and both are down at birth")
    void newEndsAreDown(@NetNamespace("blue_ns") NetworkNamespace blue) {
        blue.addVethPair("veth_left", "veth_right");

        assertThat(blue).hasInterface("veth_left").isDown();
        assertThat(blue).hasInterface("veth_right").isDown();
        did(
                "blue_ns.addVethPair(\"veth_left\", \"veth_right\")",
                "ip link add dev veth_left type veth peer name veth_right");
        show("blue_ns.interfaces()", "ip link list", interfaces(blue));
    }

    @Test
    @Order(2)
    @DisplayName("each end may be in a namespace of its own")
    @ArticleCable
    void joinsTwoNamespaces(Lab lab) throws IOException {
        assertThat(lab.namespace("root_ns")).hasInterface("veth_root_ns").isUp();
        assertThat(lab.namespace("blue_ns")).hasInterface("veth_blue_ns").isUp();
        showPicture(lab, "veth-pair.svg");
    }

    @Test
    @Order(3)
    @DisplayName("a packet that enters one end leaves the other")
    @ArticleCable
    void carriesPackets(@NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws InterruptedException {
        long before = root.interfaceNamed("veth_root_ns").receivedPackets();

        pings(blue, "10.0.0.1");

        long received = root.interfaceNamed("veth_root_ns").receivedPackets() - before;
        org.assertj.core.api.Assertions.assertThat(received).isPositive();
        remark("veth_root_ns received " + received + " packets meanwhile, ARP and IPv6's own included");
    }

    @Test
    @Order(4)
    @DisplayName("either end down, and the other one loses its carrier")
    @ArticleCable
    void whenOneEndIsDownTheOtherLosesItsCarrier(Lab lab) {
        Cable cable = lab.links().get(0);
        showThatCarrierIsLost(cable.left(), cable.right());
        showThatCarrierIsLost(cable.right(), cable.left());
    }

    private void showThatCarrierIsLost(CableEnd end, CableEnd other) {
        NetworkNamespace others = other.namespace();
        assertThat(others).within(A_MOMENT).hasInterface(other.name()).hasCarrier();

        end.namespace().linkDown(end.name());

        assertThat(others).within(A_MOMENT).hasInterface(other.name()).isUp().hasNoCarrier();
        show(
                end.namespace().name() + ".linkDown(\"" + end.name() + "\")",
                "ip link set dev " + end.name() + " down",
                other.name() + (other.state().carrier() ? " still has" : " has lost") + " its carrier");
        end.namespace().linkUp(end.name());
    }
}
