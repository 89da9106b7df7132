package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Two networks and a router between them. */
// tag::network[]
@NetNamespace("client")
@NetNamespace("router")
@NetNamespace("server")
@VethPair(
        left = @VethEnd(namespace = "client", name = "eth0", address = "10.1.0.2/24"),
        right = @VethEnd(namespace = "router", name = "to_client", address = "10.1.0.1/24"))
@VethPair(
        left = @VethEnd(namespace = "server", name = "eth0", address = "10.2.0.2/24"),
        right = @VethEnd(namespace = "router", name = "to_server", address = "10.2.0.1/24"))
@Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
@DefaultRoute(namespace = "client", via = "10.1.0.1")
@Route(namespace = "server", to = "10.1.0.0/24", via = "10.2.0.1")
class RouterTests {

    @Test
    void theRouterForwards(@NetNamespace("client") NetworkNamespace client) {
        assertThat(client).canPing("10.2.0.2");
    }
    // end::network[]

    @Test
    void theServerKnowsNoWayToTheRestOfTheWorld(Lab lab) {
        // tag::reasons[]
        assertThat(lab.namespace("server"))
                .cannotConnectTo("192.0.2.1", 80)
                .because(Unreachable.NO_ROUTE); // its own kernel has no route
        assertThat(lab.namespace("client"))
                .cannotConnectTo("192.0.2.1", 80)
                .because(Unreachable.NO_ROUTE); // the router has none, and says so
        // end::reasons[]
    }

    /** The guide shows this network's picture. */
    @Test
    void theGuideShowsIt(Lab lab) throws IOException {
        String drawn = lab.topology().toText();
        assertThat(drawn).contains("router");
        DrawingFile.firstPictureOf(Guide.page("declaring-networks.md"), drawn);
    }
    // tag::network[]
}
// end::network[]
