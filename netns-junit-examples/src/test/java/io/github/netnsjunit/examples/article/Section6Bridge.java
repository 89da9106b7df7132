package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.ForwardingEntry;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** 6. What a bridge is: a switch. This one has a namespace of its own, where no firewall of the machine meddles with it. */
@NetNamespace("switch_ns")
@NetNamespace("blue_ns")
@NetNamespace("red_ns")
@Bridge(namespace = "switch_ns", name = "br0")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "switch_ns", name = "port_root", master = "br0"))
@VethPair(
        left = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"),
        right = @VethEnd(namespace = "switch_ns", name = "port_blue", master = "br0"))
@VethPair(
        left = @VethEnd(namespace = "red_ns", name = "veth_red_ns", address = "10.0.0.3/24"),
        right = @VethEnd(namespace = "switch_ns", name = "port_red", master = "br0"))
abstract class Section6Bridge extends Section {

    /** By their numbers in {@code linux/if_bridge.h}. */
    private static final List<String> PORT_STATES =
            List.of("disabled", "listening", "learning", "forwarding", "blocking");

    /** A new port listens for the forward delay, which is 2 s here, and learns for as long, before it forwards. */
    private static final Duration UNTIL_FORWARDING = Duration.ofSeconds(4);

    /** From before the network of the test is made. */
    private final long begun = System.nanoTime();

    @Test
    @Order(1)
    @DisplayName("three namespaces that are plugged into it reach one another")
    void allReachAll(Lab lab) throws InterruptedException, IOException {
        showPicture(lab, "bridge.svg");
        NetworkNamespace root = lab.namespace("root_ns");
        NetworkNamespace blue = lab.namespace("blue_ns");
        NetworkNamespace red = lab.namespace("red_ns");

        assertThat(blue).canPing("10.0.0.1");
        assertThat(red).canPing("10.0.0.2");
        assertThat(root).canPing("10.0.0.3");
        pings(root, "10.0.0.2");
        pings(blue, "10.0.0.3");
        pings(red, "10.0.0.1");
    }

    @Test
    @Order(2)
    @DisplayName("it forwards frames from port to port")
    void forwardsFrames(
            @NetNamespace("switch_ns") NetworkNamespace bridge, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws InterruptedException {
        long inBefore = bridge.interfaceNamed("port_blue").receivedPackets();
        long outBefore = bridge.interfaceNamed("port_red").sentPackets();

        pings(blue, "10.0.0.3");

        long in = bridge.interfaceNamed("port_blue").receivedPackets() - inBefore;
        long out = bridge.interfaceNamed("port_red").sentPackets() - outBefore;
        assertThat(in).isPositive();
        assertThat(out).isPositive();
        remark("port_blue received %d frames, port_red sent %d, ARP and IPv6's own included".formatted(in, out));
    }

    @Test
    @Order(3)
    @DisplayName("it learns which address is behind which port")
    void learnsAddresses(Lab lab) throws InterruptedException {
        NetworkNamespace bridge = lab.namespace("switch_ns");
        Interface blue = lab.namespace("blue_ns").interfaceNamed("veth_blue_ns");
        Interface red = lab.namespace("red_ns").interfaceNamed("veth_red_ns");

        pings(lab.namespace("blue_ns"), "10.0.0.3");

        List<ForwardingEntry> learned = bridge.forwardingTable("br0").stream()
                .filter(entry -> !entry.permanent())
                .toList();
        assertThat(learned)
                .contains(
                        new ForwardingEntry(blue.mac(), "port_blue", false),
                        new ForwardingEntry(red.mac(), "port_red", false));
        show(
                "switch_ns.forwardingTable(\"br0\"), what was learned",
                "bridge fdb show br br0",
                learned.stream()
                        .map(entry -> entry.mac() + " dev " + entry.dev())
                        .collect(Collectors.joining("\n")));
    }

    @Test
    @Order(4)
    @DisplayName("it can speak the spanning tree protocol: a new port then does not forward yet")
    @Bridge(namespace = "switch_ns", name = "br_stp", stp = true)
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "veth_blue_stp"),
            right = @VethEnd(namespace = "switch_ns", name = "port_stp", master = "br_stp"))
    void speaksSpanningTree(@NetNamespace("switch_ns") NetworkNamespace bridge) throws Exception {
        assertThat(stpState(bridge, "br0")).isEqualTo("0");
        assertThat(stpState(bridge, "br_stp")).isEqualTo("1");
        assertThat(stateOfEnabled(bridge, "port_blue")).isEqualTo("forwarding");
        String state = stateOfEnabled(bridge, "port_stp");
        boolean mayBeThrough = age().compareTo(UNTIL_FORWARDING) >= 0; // where the machine was held up for so long
        assertThat(state).isIn("listening", "learning", mayBeThrough ? "forwarding" : "not forwarding yet");
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private String stpState(NetworkNamespace namespace, String bridge) throws Exception {
        String state = read(namespace, bridge + "/bridge/stp_state");
        show("stp_state of " + bridge, "cat /sys/class/net/" + bridge + "/bridge/stp_state", state);
        return state;
    }

    /** A port is disabled until the kernel has noticed its carrier, which takes it a moment. */
    private String stateOfEnabled(NetworkNamespace namespace, String port) {
        String state = await("that " + port + " is enabled")
                .until(() -> portState(namespace, port), current -> !current.equals("disabled"));
        show("state of " + port, "bridge link show dev " + port, state);
        return state;
    }

    private static String portState(NetworkNamespace namespace, String port) throws Exception {
        return PORT_STATES.get(Integer.parseInt(read(namespace, port + "/brport/state")));
    }

    private static String read(NetworkNamespace namespace, String file) throws Exception {
        return namespace.call(
                () -> Files.readString(Path.of("/sys/class/net", file)).strip());
    }
}
