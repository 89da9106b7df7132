package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;

import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All tests of this class share one network, and one server that is started once. */
@BlueNetwork
@LabLifecycle(Lifecycle.PER_CLASS)
class SharedLabTests {

    @NetNamespace("blue_ns")
    static NetworkNamespace blue;

    static WebServer server;

    @BeforeAll
    static void startServer(Lab lab) throws Exception {
        server = WebServer.in(lab.namespace("root_ns"), "10.0.0.1", 8080);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void oneTestReachesTheServer() {
        assertThat(blue).get(server.url()).hasBody("Hello from root_ns");
    }

    @Test
    void anotherTestReachesTheSameServer() {
        assertThat(blue).canConnectTo("10.0.0.1", 8080);
    }
}
