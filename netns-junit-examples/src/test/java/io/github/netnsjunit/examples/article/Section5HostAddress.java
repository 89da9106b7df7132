package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static io.github.netnsjunit.examples.article.LocalNetwork.HOST_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** 5. The host has a second address, on a subnet to which {@code blue_ns} has no route. A default route leads there. */
@NetNamespace("blue_ns")
@LocalNetwork
@ArticleCable
abstract class Section5HostAddress extends Section {

    @Test
    @Order(1)
    @DisplayName("from blue_ns the host's address 192.168.0.194 cannot be reached, and the failure says why")
    void hostAddressIsUnreachable(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws Exception {
        int port = freePort(root);
        try (WebServer server = WebServer.in(root, HOST_ADDRESS, port)) {
            getsGreeting(root, server);

            assertThat(blue).canPing("10.0.0.1");
            assertThat(blue).cannotConnectTo(HOST_ADDRESS, port).because(Unreachable.NO_ROUTE);

            Throwable failure = catchThrowable(() -> assertThat(blue).canConnectTo(HOST_ADDRESS, port));
            assertThat(failure)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("NO_ROUTE")
                    .hasMessageContaining("There is no default route.");
            show(
                    "assertThat(blue_ns).canConnectTo(\"" + HOST_ADDRESS + "\", " + port + ") fails",
                    "curl " + server.url(),
                    failure.getMessage().strip());
        }
    }

    @Test
    @Order(2)
    @DisplayName("its route table knows its own subnet alone")
    void routeTableShowsWhy(@NetNamespace("blue_ns") NetworkNamespace blue) {
        assertThat(blue).hasRoute("10.0.0.0/24").hasNoRouteTo(HOST_ADDRESS).hasNoDefaultRoute();
        assertThat(routes(blue)).as("the routes of IPv4").hasSize(1);
        showRoutes(blue);
    }

    @Test
    @Order(3)
    @DisplayName("with a default route via 10.0.0.1 the web server at the host's address answers")
    void defaultRouteLeadsThere(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws Exception {
        int port = freePort(root);
        blue.addDefaultRoute("10.0.0.1");

        assertThat(blue).hasDefaultRouteVia("10.0.0.1");
        did("blue_ns.addDefaultRoute(\"10.0.0.1\")", "ip route add default via 10.0.0.1");
        showRoutes(blue);
        try (WebServer server = WebServer.in(root, HOST_ADDRESS, port)) {
            getsGreeting(blue, server);
        }
    }
}
