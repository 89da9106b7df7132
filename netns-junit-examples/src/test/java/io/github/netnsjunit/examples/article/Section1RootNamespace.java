package io.github.netnsjunit.examples.article;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.examples.Programs;
import io.github.netnsjunit.examples.WebServer;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 1. The environment: a machine with interfaces, and a web server in its root namespace. */
@LocalNetwork
abstract class Section1RootNamespace extends Section {

    @Test
    @Order(1)
    @DisplayName("the machine has network interfaces, in its root namespace")
    void hasInterfaces(@NetNamespace("root_ns") NetworkNamespace root) {
        assertThat(root).hasInterface("lo").isUp();
        show("root_ns.interfaces()", "ifconfig", interfaces(root));
    }

    @Test
    @Order(2)
    @DisplayName("a web server in the root namespace answers")
    void webServerAnswers(@NetNamespace("root_ns") NetworkNamespace root) throws Exception {
        int port = freePort(root);
        try (WebServer server = WebServer.in(root, "127.0.0.1", port)) {
            getsGreeting(root, server);
        }
    }

    @Test
    @Order(3)
    @DisplayName("so does the article's own, python3 -m http.server")
    void pythonsWebServerAnswers(@NetNamespace("root_ns") NetworkNamespace root, @TempDir Path empty) throws Exception {
        Programs.need("python3");
        int port = freePort(root);
        root.process("python3", "-m", "http.server", "--bind", "127.0.0.1", Integer.toString(port))
                .directory(empty)
                .start()
                .awaitListening(port);
        String url = "http://127.0.0.1:" + port + "/";
        assertThat(root).get(url).hasStatus(200).hasBodyContaining("Directory listing for /");
        showPage(root, url);
    }

    @Test
    @Order(4)
    @DisplayName("and another machine of its local network reaches one at 192.168.0.194")
    void webServerAnswersOnTheLocalNetwork(
            @NetNamespace("root_ns") NetworkNamespace root, @NetNamespace("lan_ns") NetworkNamespace lan)
            throws Exception {
        int port = freePort(root);
        try (WebServer server = WebServer.in(root, LocalNetwork.HOST_ADDRESS, port)) {
            getsGreeting(lan, server);
        }
    }
}
