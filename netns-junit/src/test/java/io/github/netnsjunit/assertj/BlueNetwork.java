package io.github.netnsjunit.assertj;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.ServerSocket;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** What assertions are tried on: two hosts on one cable, one of which has an address that the other knows no route to. */
@NetNamespace("root_ns")
@NetNamespace("blue_ns")
@VethPair(
        left =
                @VethEnd(
                        namespace = "root_ns",
                        name = "veth_root_ns",
                        address = {"10.0.0.1/24", "fd00::1/64"}),
        right =
                @VethEnd(
                        namespace = "blue_ns",
                        name = "veth_blue_ns",
                        address = {"10.0.0.2/24", "fd00::2/64"},
                        mtu = 1400,
                        mac = "02:00:00:00:00:0a"))
abstract class BlueNetwork {

    Lab lab;

    @NetNamespace("root_ns")
    NetworkNamespace root;

    @NetNamespace("blue_ns")
    NetworkNamespace blue;

    @BeforeEach
    void giveTheHostAnotherAddress() {
        root.addAddress("lo", "192.168.0.194/32");
    }

    ServerSocket listen(int port) throws Exception {
        return root.call(() -> new ServerSocket(port));
    }

    static AssertionError failureOf(ThrowingCallable assertion) {
        return Assertions.catchThrowableOfType(AssertionError.class, assertion);
    }
}
