package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Addresses that are valid for a time, and in a scope. */
class AddressTests {

    // tag::lifetimes[]
    @Test
    @NetNamespace("one")
    @NetNamespace("two")
    @VethPair(
            left =
                    @VethEnd(
                            namespace = "one",
                            name = "eth0",
                            address = {
                                "fd00::9/64 preferred_lft 0",
                                "fd00::1/64 valid_lft 600",
                                "10.0.0.1/24 scope link"
                            }),
            right = @VethEnd(namespace = "two", name = "eth0", address = "fd00::2/64"))
    void aDeprecatedAddressSendsNothingNew(@NetNamespace("one") NetworkNamespace one) throws Exception {
        InetAddress sender = one.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress("fd00::2", 9));
                return socket.getLocalAddress();
            }
        });

        assertThat(sender).isEqualTo(InetAddress.getByName("fd00::1"));
        assertThat(one)
                .hasInterface("eth0")
                .hasAddress("fd00::9/64 preferred_lft 0")
                .hasAddress("fd00::1/64 valid_lft 600") // or less, as the time goes by
                .hasAddress("10.0.0.1/24 scope link");
    }
    // end::lifetimes[]
}
