package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.Unreachable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** 2. What a network namespace is: a network stack of its own. */
@NetNamespace(value = "blue_ns", loopback = false)
abstract class Section2NetworkNamespace extends Section {

    @Test
    @Order(1)
    @DisplayName("a new network namespace is listed")
    void isListed(Lab lab) {
        assertThat(lab).hasNamespace("blue_ns");
        show(
                "lab.namespaces()",
                "ip netns list",
                lab.namespaces().stream().map(NetworkNamespace::name).collect(Collectors.joining("\n")));
    }

    @Test
    @Order(2)
    @DisplayName("it is empty: nothing but a loopback interface, which is down")
    void isEmpty(@NetNamespace("blue_ns") NetworkNamespace blue) throws InterruptedException {
        assertThat(blue).hasOnlyInterfaces("lo").hasInterface("lo").isDown();
        assertThat(blue).cannotPing("127.0.0.1").because(Unreachable.NO_ROUTE);
        show("blue_ns.interfaces()", "ifconfig", interfaces(blue));
        show(Ping.of(blue, "127.0.0.1"), "ping 127.0.0.1");
    }

    @Test
    @Order(3)
    @DisplayName("once its loopback is up, it pings itself")
    void pingsItself(@NetNamespace("blue_ns") NetworkNamespace blue) throws InterruptedException {
        blue.linkUp("lo");

        assertThat(blue).hasInterface("lo").isUp();
        did("blue_ns.linkUp(\"lo\")", "ip link set dev lo up");
        pings(blue, "127.0.0.1");
    }

    @Test
    @Order(4)
    @DisplayName("a web server inside answers inside, and not outside")
    void webServerAnswersInsideOnly(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws Exception {
        int port = freePort(root);
        blue.linkUp("lo");
        try (WebServer server = WebServer.in(blue, "localhost", port)) {
            getsGreeting(blue, server);
            assertThat(root).cannotConnectTo("localhost", port).because(Unreachable.REFUSED);
            show(TcpConnect.of(root, "localhost", port), "curl " + server.url());
        }
    }

    @Test
    @Order(5)
    @DisplayName("a server in each holds the same port at the same time")
    void samePortTwice(@NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("blue_ns") NetworkNamespace blue)
            throws Exception {
        int port = freePort(root);
        blue.linkUp("lo");
        try (WebServer rootServer = WebServer.in(root, "127.0.0.1", port);
                WebServer blueServer = WebServer.in(blue, "127.0.0.1", port)) {
            getsGreeting(root, rootServer);
            getsGreeting(blue, blueServer);
        }
    }
}
