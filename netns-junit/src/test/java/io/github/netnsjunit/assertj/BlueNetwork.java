package io.github.netnsjunit.assertj;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.net.ServerSocket;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;

/** The network of these tests: two hosts and a cable. The root host has a second address, to which the blue host has no route. */
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

    static final String URL = "http://10.0.0.1:8080/";

    Lab lab;

    @NetNamespace("root_ns")
    NetworkNamespace root;

    @NetNamespace("blue_ns")
    NetworkNamespace blue;

    @BeforeEach
    void giveRootASecondAddress() {
        root.addAddress("lo", "192.168.0.194/32");
    }

    ServerSocket listen(int port) throws Exception {
        return root.call(() -> new ServerSocket(port));
    }

    /** Starts a server at {@link #URL} that sends these answers, one for each request. */
    MockWebServer serve(MockResponse... answers) throws Exception {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(root.serverSocketFactory());
        for (MockResponse answer : answers) {
            server.enqueue(answer);
        }
        server.start(InetAddress.getByName("10.0.0.1"), 8080);
        return server;
    }

    static MockResponse.Builder answer(int status) {
        return new MockResponse.Builder().code(status);
    }

    static AssertionError failureOf(ThrowingCallable assertion) {
        return Assertions.catchThrowableOfType(AssertionError.class, assertion);
    }
}
