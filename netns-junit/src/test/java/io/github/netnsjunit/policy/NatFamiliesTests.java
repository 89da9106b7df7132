package io.github.netnsjunit.policy;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A NAT that is declared for IPv4 translates in a network of another family, too. */
@Tag("kernel")
class NatFamiliesTests {

    private static final Topology HOME = Topology.of(
            Lan.of("home", "192.168.1.0/24", "alice"),
            Lan.of("internet", "203.0.113.0/24", "server"),
            Router.of("box", "home", "internet"),
            Nat.of("box", "internet", NatKind.PORT_RESTRICTED_CONE),
            PortForward.of("box", 8080, "192.168.1.1:80"),
            Firewall.of("alice", FirewallPreset.DENY_INBOUND).except("203.0.113.1 tcp 80"));

    private static List<InetAddress> addresses(NetworkNamespace host, String link) {
        return host.interfaceNamed(link).addresses().stream()
                .map(each -> each.address())
                .filter(each -> !each.isLinkLocalAddress())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theServerSeesTheOutsideAddressInEachFamily(IpFamilies families) throws Exception {
        try (Lab lab = Lab.create(HOME.in(families))) {
            NetworkNamespace server = lab.namespace("server");
            List<InetAddress> outside = addresses(lab.namespace("box"), "internet");
            assertThat(outside).hasSize(families == IpFamilies.DUAL ? 2 : 1);
            try (ServerSocket listening = server.serverSocketFactory().createServerSocket(443)) {
                for (InetAddress address : addresses(server, "internet")) {
                    try (Socket client = lab.namespace("alice").socketFactory().createSocket(address, 443);
                            Socket accepted = listening.accept()) {
                        assertThat(client.isConnected()).isTrue();
                        assertThat(accepted.getInetAddress()).isIn(outside);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aForwardedPortLeadsThroughTheFirewallInEachFamily(IpFamilies families) throws Exception {
        try (Lab lab = Lab.create(HOME.in(families));
                ServerSocket listening =
                        lab.namespace("alice").serverSocketFactory().createServerSocket(80)) {
            assertThat(listening.isBound()).isTrue();
            for (InetAddress address : addresses(lab.namespace("box"), "internet")) {
                assertThat(lab.namespace("server")).canConnectTo(address.getHostAddress(), 8080);
            }
        }
    }
}
