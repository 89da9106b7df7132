package io.github.netnsjunit.jupiter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses one network in each kind of test that JUnit has. */
@NetNamespace("root_ns")
@NetNamespace("blue_ns")
@VethPair(
        left = @VethEnd(namespace = "root_ns", name = "veth_root_ns", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue_ns", name = "veth_blue_ns", address = "10.0.0.2/24"))
@DefaultRoute(namespace = "blue_ns", via = "10.0.0.1")
@Tag("kernel")
class WebServerTests {

    @NetNamespace("blue_ns")
    private NetworkNamespace blueField;

    private Lab labField;

    @BeforeEach
    void injectsFieldsBeforeEach(Lab lab) {
        assertThat(labField).isSameAs(lab);
        assertThat(blueField).isSameAs(lab.namespace("blue_ns"));
    }

    @Test
    void reachesAServerInTheOtherNamespace(Lab lab, @NetNamespace("blue_ns") NetworkNamespace blue) throws Exception {
        try (ServerSocket server =
                        lab.namespace("root_ns").serverSocketFactory().createServerSocket(8080);
                Socket client = blue.socketFactory().createSocket("10.0.0.1", 8080);
                Socket accepted = server.accept()) {
            assertThat(accepted.getInetAddress()).isEqualTo(InetAddress.getByName("10.0.0.2"));
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    @InNamespace("blue_ns")
    void runsInside() throws Exception {
        assertThat(interfaceNames()).containsExactlyInAnyOrder("lo", "veth_blue_ns");
        try (ServerSocket server = new ServerSocket(8080)) {
            assertThat(blueField.listeningPorts()).containsExactly(server.getLocalPort());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @InNamespace("root_ns")
    void runsParameterizedTestsInside(int number) throws Exception {
        assertThat(number).isPositive();
        assertThat(interfaceNames()).contains("veth_root_ns");
    }

    @TestFactory
    @InNamespace("root_ns")
    Stream<DynamicTest> runsFactoriesAndTheirTestsInside() throws Exception {
        List<String> inFactory = interfaceNames();
        return Stream.of(DynamicTest.dynamicTest(
                "inside too",
                () -> assertThat(interfaceNames()).isEqualTo(inFactory).contains("veth_root_ns")));
    }

    @Test
    @Hermetic
    void addsTheNetworkOfTheMethod(Lab lab) throws Exception {
        assertThat(interfaceNames()).containsExactly("lo");
        assertThat(lab.namespace("hermetic").interfaces())
                .extracting(Interface::name)
                .containsExactly("lo");
    }

    private static List<String> interfaceNames() throws Exception {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .map(NetworkInterface::getName)
                .toList();
    }
}
