package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP as a sign of readiness, and standard input. */
class ReadinessTests {

    /** Answers with 503 twice, and then with 200. With the argument "never" it says that it fails and exits with 7. */
    static final class Server {
        public static void main(String[] arguments) throws Exception {
            if (arguments.length > 0) {
                System.out.println("cannot read the configuration");
                System.exit(7);
            }
            AtomicInteger requests = new AtomicInteger();
            HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
            server.createContext(
                    "/", exchange -> exchange.sendResponseHeaders(requests.incrementAndGet() > 2 ? 200 : 503, -1));
            server.start();
        }
    }

    private Lab lab;
    private NetworkNamespace blue;

    @BeforeEach
    void makeLab() {
        lab = Lab.create(Topology.of(Namespace.of("blue")));
        blue = lab.namespace("blue");
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void aServerIsReadyWhenItAnswersWithoutError() {
        NamespaceProcess server =
                blue.javaProcess(Server.class).environment("A", "b").start();

        server.awaitHttp("http://localhost:8080/health", Duration.ofMinutes(1));

        assertThat(server.isAlive()).isTrue();
    }

    @Test
    void aServerThatDiesEarlyFailsTheAwaitAtOnceWithItsLastLines() {
        NamespaceProcess server = blue.startJava(Server.class, "never");

        assertThatThrownBy(() -> server.awaitHttp("http://localhost:8080/", Duration.ofHours(1)))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("answers at http://localhost:8080/, but it exited with 7")
                .hasMessageContaining("At last: java.net.ConnectException")
                .hasMessageContaining("cannot read the configuration");
        assertThatThrownBy(() -> server.awaitListening(8080, Duration.ofHours(1)))
                .hasMessageContaining("exited with 7")
                .hasMessageContaining("cannot read the configuration");
        assertThatThrownBy(() -> server.awaitOutput("ready", Duration.ofHours(1)))
                .hasMessageContaining("exited with 7")
                .hasMessageContaining("cannot read the configuration");
    }

    @Test
    void theLastAnswerIsTold() throws Exception {
        HttpServer somebody = blue.call(() -> HttpServer.create(new InetSocketAddress(8080), 0));
        NamespaceProcess process = blue.process("cat").withInput().start();
        AtomicInteger asked = new AtomicInteger();
        somebody.createContext("/", exchange -> {
            if (asked.incrementAndGet() > 1) { // an answer has been read by then
                ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            exchange.sendResponseHeaders(500, -1);
        });
        somebody.start();
        try {
            assertThatThrownBy(() -> process.awaitHttp("http://localhost:8080/", Duration.ofHours(1)))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("but it exited with 137. At last: it answered with the status 500.");
        } finally {
            somebody.stop(0);
        }
    }

    @Test
    void aWrongUrlIsRefused() {
        NamespaceProcess process = blue.process("cat").withInput().start();
        for (String url : new String[] {"localhost:8080", "https://localhost/", "http:///x", "no url", ""}) {
            assertThatThrownBy(() -> process.awaitHttp(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("url [" + url + "]");
        }
    }

    @Test
    void aProgramReadsWhatIsWrittenToIt() {
        NamespaceProcess cat = blue.process("cat").withInput().start();

        cat.writeLine("hello").awaitOutput("^hello$").writeLine("grüße").awaitOutput("^grüße$");
        cat.closeInput().closeInput();

        assertThat(cat.awaitExit()).isZero();
        assertThat(cat.output()).isEqualTo("hello\ngrüße\n");
    }

    @Test
    void errorsAreInTheOutputOfAProgramWithInput() {
        NamespaceProcess program = blue.process("sh", "-c", "read line; echo \"$line\" >&2; exit 3")
                .withInput()
                .start()
                .writeLine("to the errors");

        assertThat(program.awaitExit()).isEqualTo(3);
        assertThat(program.output()).isEqualTo("to the errors\n");
        assertThatThrownBy(() -> program.writeLine("too late"))
                .isInstanceOfAny(LabException.class)
                .hasMessageContaining("could not write [too late]")
                .hasMessageContaining("It exited with 3")
                .hasMessageContaining("to the errors");
    }

    @Test
    void theInputIsEmptyUnlessItIsAskedFor() {
        NamespaceProcess cat = blue.start("cat");

        assertThat(cat.awaitExit()).isZero();
        assertThatThrownBy(() -> cat.writeLine("hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withInput()");
        assertThat(blue.process("cat").withInput().exec().output()).isEmpty();
    }

    @Test
    void aClassWithoutMainIsRefused() {
        assertThatThrownBy(() -> blue.startJava(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("main: class java.lang.String has no method [main]");
    }
}
