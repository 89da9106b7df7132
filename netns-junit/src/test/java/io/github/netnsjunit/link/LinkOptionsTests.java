package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.LinkOptions;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queues and offloads of interfaces. */
@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.OFFLOADS)
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob"})
class LinkOptionsTests {

    private static final int BYTES = 1_000_000;

    private static final int FULL_PACKETS = BYTES / 1460;

    private static io.github.netnsjunit.link.LinkOptions options(String namespace, String dev) {
        return io.github.netnsjunit.link.LinkOptions.of(namespace, dev);
    }

    @Test
    void readsAsTheProgramsWriteIt() {
        assertThat(options("alice", "office").queueLength(10).queues(2, 3).without(Offload.TSO, Offload.GRO))
                .hasToString("options alice:office txqueuelen 10 numtxqueues 2 numrxqueues 3 without TSO, GRO");
    }

    @Test
    void offloadsThatAreTurnedOffOneByOneAreAllOff() {
        assertThat(options("alice", "office").without(Offload.TSO).without(Offload.GRO))
                .isEqualTo(options("alice", "office").without(Offload.TSO, Offload.GRO));
    }

    @Test
    @LinkOptions(namespace = "alice", dev = "office", queueLength = 10, transmitQueues = 2, receiveQueues = 3)
    @LinkOptions(namespace = "bob", dev = "office", queueLength = 0)
    @LinkOptions(namespace = "bob", dev = "lo", queueLength = 7)
    @LinkOptions(namespace = "office", dev = "office", transmitQueues = 4)
    void queuesAreAsDeclared(Lab lab) {
        Interface alice = lab.namespace("alice").interfaceNamed("office");
        assertThat(alice.queueLength()).isEqualTo(10);
        assertThat(alice.transmitQueues()).isEqualTo(2);
        assertThat(alice.receiveQueues()).isEqualTo(3);
        assertThat(lab.namespace("bob").interfaceNamed("office").queueLength()).isZero();
        assertThat(lab.namespace("bob").interfaceNamed("lo").queueLength()).isEqualTo(7);
        assertThat(lab.namespace("office").interfaceNamed("office").transmitQueues())
                .isEqualTo(4);
        assertThat(lab.namespace("alice")).canPing("bob");
    }

    @Test
    void anInterfaceHasAllOffloadsByDefault(Lab lab) {
        assertThat(lab.namespace("alice").offloads("office")).contains(Offload.TX_CHECKSUM, Offload.TSO, Offload.GSO);
        assertThatThrownBy(() -> lab.namespace("alice").offloads("eth7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eth7");
    }

    @Test
    @LinkOptions(
            namespace = "alice",
            dev = "office",
            off = {Offload.TX_CHECKSUM, Offload.RX_CHECKSUM, Offload.TSO, Offload.GSO, Offload.GRO})
    void offloadsAreOffAsDeclared(Lab lab) {
        assertThat(lab.namespace("alice").offloads("office")).isEmpty();
        assertThat(lab.namespace("bob").offloads("office")).contains(Offload.TSO);
        assertThat(lab.namespace("alice")).canPing("bob");
    }

    @Test
    void withoutSegmentationOffloadEachPacketOfTheMtuCounts(Lab lab) throws Exception {
        long large = packetsOfAMegabyte(lab);
        assertThat(large).isLessThan(FULL_PACKETS / 2);

        try (Addition options = lab.add(
                options("alice", "office").without(Offload.TSO, Offload.GSO),
                options("bob", "office").without(Offload.GRO))) {
            assertThat(options.parts()).hasSize(2);
            assertThat(packetsOfAMegabyte(lab)).isGreaterThanOrEqualTo(FULL_PACKETS);
        }
        assertThat(packetsOfAMegabyte(lab)).isLessThan(FULL_PACKETS / 2);
    }

    private static long packetsOfAMegabyte(Lab lab) throws Exception {
        NetworkNamespace bob = lab.namespace("bob");
        long before = bob.interfaceNamed("office").receivedPackets();
        try (ServerSocket server = bob.serverSocketFactory().createServerSocket(8080);
                Socket client = lab.namespace("alice").socketFactory().createSocket("10.1.0.2", 8080)) {
            Thread sender = new Thread(() -> send(client));
            sender.start();
            try (Socket accepted = server.accept();
                    InputStream in = accepted.getInputStream()) {
                assertThat(in.readNBytes(BYTES)).hasSize(BYTES);
            }
            sender.join();
        }
        return bob.interfaceNamed("office").receivedPackets() - before;
    }

    private static void send(Socket client) {
        try {
            client.getOutputStream().write(new byte[BYTES]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void comesAndGoesInALiveLab(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        Set<Offload> before = alice.offloads("office");
        int length = alice.interfaceNamed("office").queueLength();

        try (Addition more =
                lab.add(options("alice", "office").queueLength(3).without(Offload.TX_CHECKSUM, Offload.GRO))) {
            assertThat(more.parts()).hasSize(1);
            assertThat(alice.interfaceNamed("office").queueLength()).isEqualTo(3);
            assertThat(alice.offloads("office")).doesNotContain(Offload.TX_CHECKSUM, Offload.GRO);
        }
        assertThat(alice.interfaceNamed("office").queueLength()).isEqualTo(length);
        assertThat(alice.offloads("office")).isEqualTo(before);
    }

    @Test
    void goesWithItsInterface(Lab lab) {
        try (Addition more = lab.add(
                VethLink.between(End.of("alice", "eth1"), End.of("bob", "eth1")),
                options("alice", "eth1").queueLength(3).queues(2, 2).without(Offload.TSO))) {
            assertThat(more.parts()).hasSize(2);
            assertThat(lab.namespace("alice").interfaceNamed("eth1").transmitQueues())
                    .isEqualTo(2);
        }
        assertThat(lab.namespace("alice")).hasOnlyInterfaces("lo", "office");
    }

    @Test
    void numbersOfQueuesOfALiveInterfaceAreRefusedAndNothingIsLeft(Lab lab) {
        NetworkNamespace alice = lab.namespace("alice");
        int length = alice.interfaceNamed("office").queueLength();

        assertThatThrownBy(() -> lab.add(
                        options("alice", "office").queueLength(3).queues(7, 0).without(Offload.TSO)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("numtxqueues is ")
                .hasMessageContaining("and not 7: the kernel takes it only when it makes the interface");
        assertThat(alice.interfaceNamed("office").queueLength()).isEqualTo(length);
        assertThat(alice.offloads("office")).contains(Offload.TSO);
    }

    @Test
    void whatTheKernelCannotTurnOffIsToldWithTheInterface(Lab lab) {
        assertThatThrownBy(() -> lab.add(options("alice", "lo").without(Offload.TX_CHECKSUM)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [alice]")
                .hasMessageContaining("interface [lo]")
                .hasMessageContaining("cannot turn off what belongs to [TX_CHECKSUM] at this kind of interface");
        assertThat(lab.namespace("alice").offloads("lo")).contains(Offload.TX_CHECKSUM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth0 | -1 | 0 | 0 | it says nothing of [eth0]",
                "eth0 | -2 | 0 | 0 | [queueLength] is [-2], and cannot be negative",
                "eth0 | -1 | 4097 | 0 | [transmitQueues] is [4097], and not 1 to 4096",
                "eth0 | -1 | 0 | -1 | [receiveQueues] is [-1]",
                "tap0 | -1 | 2 | 0 | [tap0] is of the kind [tun], whose numbers of queues",
                "lo | -1 | 2 | 0 | [lo] is of the kind [loopback]",
                "eth1 | 1 | 0 | 0 | there is no interface [eth1] (dev) in namespace [a]",
            })
    void mistakesNameTheAttribute(String dev, int length, int transmit, int receive, String mistake) {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a"),
                        Namespace.of("b"),
                        VethLink.between(End.of("a", "eth0"), End.of("b", "eth0")),
                        TapLink.of("a", "tap0"),
                        options("a", dev).queueLength(length).queues(transmit, receive)))
                .hasMessageContaining(mistake);
    }

    @Test
    void twoThatSayDifferentThingsContradictOneAnother() {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("a"),
                        options("a", "lo").queueLength(1),
                        options("a", "lo").queueLength(2)))
                .hasMessageContaining("options of");
    }
}
