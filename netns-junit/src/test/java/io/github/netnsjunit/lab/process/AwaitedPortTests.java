package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How it is awaited that a program listens on a port. */
@Timeout(60)
@Tag("kernel")
class AwaitedPortTests extends LiveLab {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(40);

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"));
    }

    /** Run in another Java process. */
    static final class TcpAndUdp {
        private TcpAndUdp() {}

        public static void main(String[] arguments) throws Exception {
            try (DatagramSocket udp = new DatagramSocket(Integer.parseInt(arguments[0]));
                    ServerSocket tcp =
                            new ServerSocket(Integer.parseInt(arguments[1]), 1, InetAddress.getLoopbackAddress())) {
                System.out.println("ready on " + udp.getLocalPort() + " and " + tcp.getLocalPort());
                tcp.accept().close();
            }
        }
    }

    @Test
    void aPortOfSomebodyElseIsNotItsOwn() throws Exception {
        NamespaceProcess idle = blue.start("sleep", "1000");
        try (ServerSocket server = blue.serverSocketFactory().createServerSocket(8080)) {
            assertThat(server.isBound()).isTrue();
            assertThatThrownBy(() -> idle.awaitListening(8080, SHORT))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("listens on port 8080, but it still runs after 200 ms")
                    .hasMessageContaining("Port 8080 belongs to another process: java (pid "
                            + ProcessHandle.current().pid() + ", this Java process)");
        }
    }

    @Test
    void aPortOfAChildIsOfTheProcess() {
        List<String> launcher = new ArrayList<>(List.of("sh", "-c", "\"$@\" & wait", "sh"));
        launcher.addAll(List.of(JavaCommand.of(TcpAndUdp.class, "5353", "8080")));
        blue.start(launcher.toArray(String[]::new)).awaitListening(8080, LONG).awaitListeningUdp(5353, LONG);
    }

    @Test
    void udpAndTcpAreToldApart() {
        NamespaceProcess server = blue.startJava(TcpAndUdp.class, "5353", "8080");
        server.awaitListeningUdp(5353, LONG).awaitListening(8080, LONG);
        assertThatThrownBy(() -> server.awaitListening(5353, SHORT))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("listens on port 5353, but it still runs")
                .hasMessageNotContaining("belongs to");
        assertThatThrownBy(() -> server.awaitListeningUdp(8080, SHORT))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("listens on UDP port 8080, but it still runs");
        assertThatIllegalArgumentException().isThrownBy(() -> server.awaitListeningUdp(65_536));
    }

    @Test
    void aDaemonThatLeftTheGroupIsNamed() {
        List<String> launcher = new ArrayList<>(List.of("sh", "-c", "setsid \"$@\" & sleep 1000", "sh"));
        launcher.addAll(List.of(JavaCommand.of(TcpAndUdp.class, "5353", "8080")));
        NamespaceProcess parent = blue.start(launcher.toArray(String[]::new)).awaitOutput("ready on", LONG);
        try {
            assertThatThrownBy(() -> parent.awaitListening(8080, SHORT))
                    .isInstanceOf(LabException.class)
                    .hasMessageMatching("(?s).*Port 8080 belongs to another process: java \\(pid \\d+\\).*");
        } finally {
            ProcessHandle.of(parent.pid()).orElseThrow().descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }
}
