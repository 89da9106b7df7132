package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.process.Signal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes inside a namespace: any program, and Java programs in a JVM of their own. */
@BlueNetwork
class ProcessTests {

    @NetNamespace("root_ns")
    private NetworkNamespace root;

    @NetNamespace("blue_ns")
    private NetworkNamespace blue;

    /** A node that runs in a JVM of its own. */
    static final class Node {
        public static void main(String[] arguments) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(arguments[0])), 0);
            server.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
            server.start();
            System.out.println("node is ready");
        }
    }

    @Test
    void aJavaProcessServesInside() {
        NamespaceProcess node = root.startJava(Node.class, "8080");

        node.awaitOutput("node is ready");
        assertThat(blue).get("http://10.0.0.1:8080/").hasStatus(204);

        node.close(); // otherwise closing the lab would end it
        assertThat(blue).cannotConnectTo("10.0.0.1", 8080).because(Unreachable.REFUSED);
    }

    @Test
    void aProcessGetsAnEnvironmentAndADirectory(@TempDir Path directory) {
        NamespaceProcess process = blue.process("sh", "-c", "echo $GREETING; pwd; exit 3")
                .environment("GREETING", "hello")
                .directory(directory)
                .start();

        assertThat(process.awaitExit()).isEqualTo(3);
        assertThat(process).hasOutputContaining("hello").hasOutputContaining(directory.toString());
    }

    @Test
    void aServerIsReadyWhenItAnswers() {
        NamespaceProcess node = root.startJava(Node.class, "8080").awaitHttp("http://localhost:8080/");

        assertThat(blue).canConnectTo("10.0.0.1", 8080);
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void aProgramIsTalkedToAndEndsAsItLikes() {
        NamespaceProcess shell = blue.process(
                        "sh", "-c", "trap 'echo bye; exit' USR1; while read line; do echo \"got $line\"; done")
                .withInput()
                .stopWith(Signal.SIGUSR1) // as HAProxy wants it
                .stopWithin(Duration.ofSeconds(10))
                .start();

        shell.writeLine("hello").awaitOutput("got hello");
        shell.close();

        assertThat(shell).hasOutputContaining("bye");
    }

    @Test
    void aProgramIsRunToItsEnd() {
        ExecResult result = blue.exec("sh", "-c", "echo hello; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("hello\n");
    }

    @Test
    void theNamespaceOfAnyProcessCanBeUsed() {
        // this could also be the first process of a container
        NamespaceProcess process =
                blue.start("sh", "-c", "echo inside; exec sleep 60").awaitOutput("inside");

        try (NetworkNamespace opened = NetworkNamespace.ofProcess(process.pid())) {
            assertThat(opened).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/24");
            assertThat(opened).canPing("10.0.0.1");
        }
    }
}
