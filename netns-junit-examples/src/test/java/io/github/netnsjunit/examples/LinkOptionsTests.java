package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.jupiter.LinkOptions;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Offload;
import org.junit.jupiter.api.Test;

/** Interfaces that send and receive the packets that real ones would. */
// tag::options[]
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob"})
@LinkOptions(
        namespace = "alice",
        dev = "office",
        queueLength = 10,
        off = {Offload.TSO, Offload.GSO})
@LinkOptions(namespace = "bob", dev = "office", off = Offload.GRO)
class LinkOptionsTests {

    @Test
    void aMegabyteIsManyPackets(
            @NetNamespace("alice") NetworkNamespace alice, @NetNamespace("bob") NetworkNamespace bob) throws Exception {
        Transfer.of(1_000_000, alice, bob);

        // With offloads it would be about 45.
        assertThat(bob.interfaceNamed("office").receivedPackets()).isGreaterThan(1_000_000 / 1460);
    }

    @Test
    void theKernelTellsTheOptions(@NetNamespace("alice") NetworkNamespace alice) {
        assertThat(alice.interfaceNamed("office").queueLength()).isEqualTo(10);
        assertThat(alice.offloads("office")).contains(Offload.TX_CHECKSUM).doesNotContain(Offload.TSO, Offload.GSO);
    }
}
// end::options[]
