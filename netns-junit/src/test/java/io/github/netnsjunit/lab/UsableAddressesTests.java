package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.link.BridgeLink;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** IPv6 addresses can be used as soon as a lab, an addition or a link is there, also those that the kernel gives by itself. */
@Timeout(60)
@Tag("kernel")
class UsableAddressesTests {

    private static final int LABS = 50;

    private static final Topology TWO_HOSTS = Topology.of(
            Namespace.of("one"),
            Namespace.of("two"),
            VethLink.between(End.of("one", "e0", "fd00::1/64"), End.of("two", "e0", "fe80::2/64", "fd00::2/64")));

    @Test
    void whenALabIsMade() {
        for (int i = 0; i < LABS; i++) {
            try (Lab lab = Lab.create(TWO_HOSTS)) {
                assertUsable(lab, "one", "e0");
                assertUsable(lab, "two", "e0");
            }
        }
    }

    @RepeatedTest(10)
    void bySocketsAndNeighboursWhenALabIsMade() throws Exception {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace two = lab.namespace("two");
            for (LinkAddress address : two.interfaceNamed("e0").addresses()) {
                String scoped = IpAddress.text(address.address()) + "%e0";
                two.run(() -> new ServerSocket(0, 1, InetAddress.getByName(scoped)).close());
            }
            assertJoined(two, "e0", "ff02::1:ff00:2");
        }
    }

    @Test
    void whenPartsAreAddedAndAPortGivesTheBridgeItsCarrier() {
        Topology topology =
                Topology.of(Namespace.of("hub"), Namespace.of("host"), BridgeLink.of("hub", "br0", "fd00::1/64"));
        for (int i = 0; i < LABS; i++) {
            try (Lab lab = Lab.create(topology)) {
                lab.add(VethLink.between(End.of("hub", "port").master("br0"), End.of("host", "e0")));
                assertUsable(lab, "hub", "br0");
                assertUsable(lab, "host", "e0");
            }
        }
    }

    @Test
    void whenALinkIsBroughtUpByHand() {
        Topology topology = Topology.of(
                Namespace.of("one"),
                Namespace.of("two"),
                VethLink.between(End.of("one", "e0").down(), End.of("two", "e0")));
        try (Lab lab = Lab.create(topology)) {
            for (int i = 0; i < LABS; i++) {
                lab.namespace("one").linkUp("e0");
                assertUsable(lab, "one", "e0");
                assertUsable(lab, "two", "e0");
                lab.namespace("one").linkDown("e0");
                lab.namespace("two").linkDown("e0");
                lab.namespace("two").linkUp("e0");
            }
        }
    }

    @Test
    void whenAnAddressIsAddedByHand() throws Exception {
        try (Lab lab = Lab.create(TWO_HOSTS)) {
            NetworkNamespace two = lab.namespace("two");
            for (int i = 16; i < 16 + LABS; i++) {
                two.addAddress("e0", "fd00::%x/64".formatted(i));
                assertJoined(two, "e0", "ff02::1:ff00:%x".formatted(i));
            }
        }
    }

    private static void assertUsable(Lab lab, String namespace, String interfaceName) {
        Interface found = lab.namespace(namespace).interfaceNamed(interfaceName);
        assertThat(linkLocal(lab.namespace(namespace), interfaceName))
                .as("the kernel's own address")
                .isNotEmpty();
        assertThat(found.addresses()).allMatch(address -> address.state() == LinkAddress.State.USABLE);
    }

    private static List<LinkAddress> linkLocal(NetworkNamespace namespace, String interfaceName) {
        return namespace.interfaceNamed(interfaceName).addresses().stream()
                .filter(address -> address.address().isLinkLocalAddress())
                .toList();
    }

    /** Asserts that an interface hears those who ask for the MAC address of one of its addresses. */
    private static void assertJoined(NetworkNamespace namespace, String interfaceName, String group) throws Exception {
        List<String> joined = namespace.call(() -> {
            try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/igmp6"))) {
                return lines.map(line -> line.split("\\s+"))
                        .filter(words -> words[1].equals(interfaceName))
                        .map(words -> words[2])
                        .toList();
            }
        });
        assertThat(joined)
                .contains(HexFormat.of().formatHex(InetAddress.getByName(group).getAddress()));
    }
}
