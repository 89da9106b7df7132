package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.jupiter.Bridge;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.topology.KernelFeature;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * 6. What a bridge is: a switch. This one is in a namespace of its own, so that no firewall of the machine affects it.
 */
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

    /** The index of each is its number in {@code linux/if_bridge.h}. */
    private static final List<String> PORT_STATES =
            List.of("disabled", "listening", "learning", "forwarding", "blocking");

    /**
     * The forward delay is 2 s here. A new port listens for that time, then learns for that time, and only then
     * forwards.
     */
    private static final Duration UNTIL_FORWARDING = Duration.ofSeconds(4);

    private static final String GROUP = "239.1.1.1";

    private static final int GROUP_PORT = 5000;

    /** Many more than the few frames that hosts send by themselves. */
    private static final int DATAGRAMS = 100;

    /** A time before the network of the test was made. */
    private final long startNanos = System.nanoTime();

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

        List<ForwardingEntry> learned = showLearned(bridge, "br0");
        assertThat(learned)
                .contains(
                        new ForwardingEntry(blue.mac(), "port_blue", false),
                        new ForwardingEntry(red.mac(), "port_red", false));
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
        boolean mayForward = age().compareTo(UNTIL_FORWARDING) >= 0; // if the machine was so slow
        assertThat(state).isIn("listening", "learning", mayForward ? "forwarding" : "not forwarding yet");
    }

    @Test
    @Order(5)
    @DisplayName("with multicast snooping it sends a group's frames to the group's members alone")
    @NetNamespace("green_ns")
    @Bridge(namespace = "switch_ns", name = "br_group", multicastQuerier = true)
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "veth_blue_group", address = "10.0.6.2/24"),
            right = @VethEnd(namespace = "switch_ns", name = "group_blue", master = "br_group"))
    @VethPair(
            left = @VethEnd(namespace = "red_ns", name = "veth_red_group", address = "10.0.6.3/24"),
            right = @VethEnd(namespace = "switch_ns", name = "group_red", master = "br_group"))
    @VethPair(
            left = @VethEnd(namespace = "green_ns", name = "veth_green_grp", address = "10.0.6.4/24"),
            right = @VethEnd(namespace = "switch_ns", name = "group_green", master = "br_group"))
    void snoopsMulticast(Lab lab) throws Exception {
        NetworkNamespace bridge = lab.namespace("switch_ns");
        MulticastEntry member = new MulticastEntry(GROUP, "group_red", false);
        try (MulticastSocket red = joinGroup(lab.namespace("red_ns"), "veth_red_group")) {
            await("that the bridge knows the member")
                    .until(() -> bridge.multicastTable("br_group").contains(member));
            // The bridge first asks who is in which group, and gives members a tenth of a second to answer.
            await("that the group's frames do not go everywhere any more")
                    .until(() -> sendToGroup(lab, "green_ns", "veth_green_grp") < DATAGRAMS / 2);
            long heardByRed = sendToGroup(lab, "red_ns", "veth_red_group");
            long heardByGreen = sendToGroup(lab, "green_ns", "veth_green_grp");

            red.setSoTimeout(10_000);
            red.receive(new DatagramPacket(new byte[1], 1)); // one that was sent to the group
            assertThat(heardByRed).isGreaterThanOrEqualTo(DATAGRAMS);
            assertThat(heardByGreen).isLessThan(DATAGRAMS / 2);
            show(
                    "switch_ns.multicastTable(\"br_group\"), of the group that red_ns has joined",
                    "bridge mdb show dev br_group",
                    "dev " + member.dev() + " grp " + member.group() + (member.permanent() ? " permanent" : " temp"));
            remark(
                    "of %d datagrams that blue_ns sent to the group, %d frames came to red_ns; to green_ns %d of any kind"
                            .formatted(DATAGRAMS, heardByRed, heardByGreen));
        }
    }

    @Test
    @Order(6)
    @DisplayName("with its VLAN filter, two tenants of one switch do not hear one another")
    @EnabledIfKernelHas(KernelFeature.VLAN_FILTERING)
    @NetNamespace("green_ns")
    @Bridge(namespace = "switch_ns", name = "br_vlan", vlanFiltering = true)
    @VethPair(
            left = @VethEnd(namespace = "blue_ns", name = "veth_blue_vlan", address = "10.0.6.2/24"),
            right = @VethEnd(namespace = "switch_ns", name = "vlan_blue", master = "br_vlan", vlan = 10))
    @VethPair(
            left = @VethEnd(namespace = "red_ns", name = "veth_red_vlan", address = "10.0.6.3/24"),
            right = @VethEnd(namespace = "switch_ns", name = "vlan_red", master = "br_vlan", vlan = 10))
    @VethPair(
            left = @VethEnd(namespace = "green_ns", name = "veth_green_vlan", address = "10.0.6.4/24"),
            right = @VethEnd(namespace = "switch_ns", name = "vlan_green", master = "br_vlan", vlan = 20))
    void filtersVlans(Lab lab) throws InterruptedException {
        NetworkNamespace blue = lab.namespace("blue_ns");

        pings(blue, "10.0.6.3");
        assertThat(blue).cannotPing("10.0.6.4");
        show(Ping.of(blue, "10.0.6.4"), "ping 10.0.6.4");

        List<ForwardingEntry> learned = showLearned(lab.namespace("switch_ns"), "br_vlan");
        assertThat(learned)
                .contains(new ForwardingEntry(
                        lab.namespace("red_ns").interfaceNamed("veth_red_vlan").mac(), "vlan_red", false, 10));
    }

    /** Reports and returns the entries that a bridge has learned from frames. */
    private List<ForwardingEntry> showLearned(NetworkNamespace switchNamespace, String bridge) {
        List<ForwardingEntry> learned = switchNamespace.forwardingTable(bridge).stream()
                .filter(entry -> !entry.permanent())
                .toList();
        show(
                switchNamespace.name() + ".forwardingTable(\"" + bridge + "\"), what was learned",
                "bridge fdb show br " + bridge,
                learned.stream()
                        .map(entry -> entry.mac() + " dev " + entry.dev()
                                + (entry.vlan() == 0 ? "" : " vlan " + entry.vlan()))
                        .collect(Collectors.joining("\n")));
        return learned;
    }

    private static MulticastSocket joinGroup(NetworkNamespace member, String dev) throws Exception {
        return member.call(() -> {
            MulticastSocket socket = new MulticastSocket(GROUP_PORT);
            socket.joinGroup(new InetSocketAddress(GROUP, 0), NetworkInterface.getByName(dev));
            return socket;
        });
    }

    /** Lets blue_ns send datagrams to the group. Returns how many frames an interface received meanwhile. */
    private static long sendToGroup(Lab lab, String namespace, String dev) throws Exception {
        long before = lab.namespace(namespace).interfaceNamed(dev).receivedPackets();
        lab.namespace("blue_ns").run(() -> {
            try (MulticastSocket socket = new MulticastSocket()) {
                socket.setNetworkInterface(NetworkInterface.getByName("veth_blue_group"));
                InetAddress group = InetAddress.getByName(GROUP);
                for (int i = 0; i < DATAGRAMS; i++) {
                    socket.send(new DatagramPacket(new byte[1], 1, group, GROUP_PORT));
                }
            }
        });
        return lab.namespace(namespace).interfaceNamed(dev).receivedPackets() - before;
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private String stpState(NetworkNamespace namespace, String bridge) throws Exception {
        String state = read(namespace, bridge + "/bridge/stp_state");
        show("stp_state of " + bridge, "cat /sys/class/net/" + bridge + "/bridge/stp_state", state);
        return state;
    }

    /**
     * Waits until a port is enabled, and returns its state. The kernel enables a port a moment after the link is up.
     */
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
