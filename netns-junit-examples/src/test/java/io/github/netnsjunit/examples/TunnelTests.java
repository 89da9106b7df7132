package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Tunnel;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.TunnelKind;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network of one's own over another network. */
@NetNamespace("red")
@NetNamespace("blue")
@VethPair(
        left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
@Tag("kernel")
class TunnelTests {

    // tag::tunnel[]
    @Test
    @EnabledIfKernelHas(KernelFeature.SIT)
    @Tunnel(
            namespace = "red",
            name = "t0",
            kind = TunnelKind.SIT,
            local = "10.0.0.1",
            remote = "10.0.0.2",
            address = "fd00::1/64")
    @Tunnel(
            namespace = "blue",
            name = "t0",
            kind = TunnelKind.SIT,
            local = "10.0.0.2",
            remote = "10.0.0.1",
            address = "fd00::2/64")
    void ipv6OverIpv4(@NetNamespace("red") NetworkNamespace red) {
        assertThat(red).canPing("fd00::2");
    }
    // end::tunnel[]
}
