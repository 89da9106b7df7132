package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.LabLifecycle;
import io.github.netnsjunit.jupiter.LabLifecycle.Lifecycle;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What is told of sockets that a test has opened outside its network. */
class EscapeTests {

    private static final String ESCAPES = Settings.ESCAPES;

    /** A pool that was started outside: what it opens is outside too. */
    private static ExecutorService outside;

    /** What the test cases have opened. */
    private static AutoCloseable opened = () -> {};

    @BeforeEach
    void startThePool() throws Exception {
        outside = Executors.newSingleThreadExecutor(task -> new Thread(task, "pool outside"));
        outside.submit(() -> {}).get();
    }

    @AfterEach
    void endThePool() {
        outside.shutdownNow();
    }

    private static EngineExecutionResults run(Class<?> testCases, Map<String, String> parameters) throws Exception {
        try {
            return TestKit.run(testCases, parameters);
        } finally {
            opened.close();
            opened = () -> {};
        }
    }

    private static EngineExecutionResults run(Class<?> testCases) throws Exception {
        return run(testCases, Map.of());
    }

    private static EngineExecutionResults runToFail(Class<?> testCases) throws Exception {
        return run(testCases, Map.of(ESCAPES, "fail"));
    }

    /** What was reported of escapes. */
    static List<String> reports(EngineExecutionResults results) {
        return TestKit.reports(results, ESCAPES);
    }

    private static ServerSocket serverOutside() throws Exception {
        ServerSocket server = outside.submit(() -> new ServerSocket(0, 1, IpAddress.parse("127.0.0.1")))
                .get();
        opened = server;
        return server;
    }

    @Test
    void aPlainOkHttpClientThatWasOnceUsedOutsideFailsAHermeticTest() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.start(IpAddress.parse("127.0.0.1"), 0);
            OkHttpTestCases.url = server.url("/").toString();
            server.enqueue(new MockResponse.Builder().build());
            server.enqueue(new MockResponse.Builder().build());
            OkHttpTestCases.get(); // the static pool of OkHttp starts its threads outside

            assertThat(TestKit.failure(run(OkHttpTestCases.class)))
                    .hasMessageContaining("OkHttpTestCases.test()")
                    .hasMessageContaining("a TCP connection from 127.0.0.1:")
                    .hasMessageContaining("to 127.0.0.1:" + server.getPort() + " is in the host's namespace")
                    .hasMessageContaining("OkHttp")
                    .hasMessageContaining("okHttpClient()")
                    .hasMessageContaining("netns.junit.escapes=warn");
        }
    }

    @Test
    void aSocketOfAPoolOutsideFailsAHermeticTest() throws Exception {
        assertThat(TestKit.failure(run(HermeticTestCases.class)))
                .hasMessageContaining("a TCP server on 127.0.0.1:")
                .hasMessageContaining("is in the host's namespace")
                .hasMessageContaining("pool outside")
                .hasMessageContaining("serverSocketFactory()");
    }

    @Test
    void aHermeticTestIsOnlyWarnedIfConfigured() throws Exception {
        EngineExecutionResults results = run(HermeticTestCases.class, Map.of(ESCAPES, "warn"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(reports(results)).singleElement().asString().contains("a TCP server on 127.0.0.1:");
    }

    @Test
    void nothingIsLookedForIfConfigured() throws Exception {
        EngineExecutionResults results = run(HermeticTestCases.class, Map.of(ESCAPES, "ignore"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(reports(results)).isEmpty();
    }

    @Test
    void aTestThatIsNotHermeticIsWarned() throws Exception {
        EngineExecutionResults results = run(InsideTestCases.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(reports(results))
                .singleElement()
                .asString()
                .contains("InsideTestCases.test()")
                .contains("a UDP socket on 127.0.0.1:");
    }

    @Test
    void itFailsIfConfigured() throws Exception {
        assertThat(TestKit.failure(runToFail(InsideTestCases.class))).hasMessageContaining("a UDP socket");
    }

    @Test
    void aServerThatIsBoundFromTheTestsOwnThreadListensOnTheHost() throws Exception {
        assertThat(TestKit.failure(runToFail(OutsideTestCases.class))).hasMessageContaining("a TCP server on");
    }

    @Test
    void whatTheTestHasClosedIsNoEscape() throws Exception {
        runToFail(ClosingTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void socketsInsideAreNoEscape() throws Exception {
        runToFail(LeavingTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
    }

    @Test
    void aTestWhoseLabContainsTheHostMayUseIt() throws Exception {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        runToFail(HostTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Test
    void aServerThatWasThereBeforeMayAcceptConnections() throws Exception {
        try (ServerSocket server = serverOutside()) {
            AcceptingTestCases.server = server;
            runToFail(AcceptingTestCases.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        }
    }

    @Test
    void aTestOfASharedLabIsToldOfItsOwnSocketsOnly() throws Exception {
        EngineExecutionResults results = runToFail(SharedTestCases.class);
        assertThat(TestKit.failure(results)).hasMessageContaining("SharedTestCases.escapes()");
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(1));
    }

    @Test
    void noTestIsAccusedOfASocketThatAnotherOpensInParallel() throws Exception {
        Map<String, String> parameters = new HashMap<>(TestKit.inParallel(2));
        parameters.put(ESCAPES, "fail");
        EngineExecutionResults results = run(ParallelTestCases.class, parameters);
        results.testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(reports(results)).isEmpty();
    }

    /** The launcher tells which tests run. Where tests may run in parallel, nothing else does. */
    @Test
    void whereTestsMayRunInParallelATestThatRanAloneIsTold() throws Exception {
        assertThat(ChildJvm.of(ParallelRun.class).output())
                .contains("alone: 1 failure")
                .contains("in parallel: 0 failures");
    }

    @Test
    void aWrongValueIsRefused() throws Exception {
        assertThat(TestKit.failure(run(HermeticTestCases.class, Map.of(ESCAPES, "no"))))
                .hasMessageContaining("netns.junit.escapes has the value [no]")
                .hasMessageContaining("[fail]")
                .hasMessageContaining("[warn]")
                .hasMessageContaining("[ignore]");
    }

    @Hermetic
    static class OkHttpTestCases {

        private static String url;

        static void get() throws IOException {
            try (Response response = new OkHttpClient()
                    .newCall(new Request.Builder().url(url).build())
                    .execute()) {
                assertThat(response.code()).isEqualTo(200);
            }
        }

        @Test
        void test() throws IOException {
            get();
        }
    }

    @Hermetic
    static class HermeticTestCases {

        @Test
        void test() throws Exception {
            assertThat(serverOutside().getLocalPort()).isPositive();
        }
    }

    @NetNamespace("blue_ns")
    @InNamespace("blue_ns")
    static class InsideTestCases {

        @Test
        void test() throws Exception {
            opened = outside.submit(() -> new DatagramSocket(0, IpAddress.parse("127.0.0.1")))
                    .get();
        }
    }

    @NetNamespace("blue_ns")
    static class OutsideTestCases {

        @Test
        void test() throws Exception {
            opened = new ServerSocket(0);
        }
    }

    @Hermetic
    static class ClosingTestCases {

        @Test
        void test() throws Exception {
            serverOutside().close();
        }
    }

    @NetNamespace("blue_ns")
    @NetNamespace("red_ns")
    static class LeavingTestCases {

        @Test
        void fromOutside(@NetNamespace("blue_ns") NetworkNamespace blue) throws Exception {
            opened = blue.serverSocketFactory().createServerSocket(8080);
        }

        @Test
        @InNamespace("red_ns")
        void inside() throws Exception {
            opened = new ServerSocket(8080);
        }
    }

    @HostNamespace
    static class HostTestCases {

        @Test
        void test() throws Exception {
            opened = new ServerSocket(0);
        }
    }

    @NetNamespace("blue_ns")
    static class AcceptingTestCases {

        private static ServerSocket server;

        @Test
        void test() throws Exception {
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                opened = server.accept();
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @NetNamespace("blue_ns")
    @LabLifecycle(Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class SharedTestCases {

        @Test
        void escapes() throws Exception {
            opened = new ServerSocket(0);
        }

        @Test
        void staysInside(NetworkNamespace blue) throws Exception {
            try (ServerSocket server = blue.serverSocketFactory().createServerSocket(8080)) {
                assertThat(server.isBound()).isTrue();
            }
        }
    }

    static class ParallelTestCases {

        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @Test
        @Hermetic
        void staysInside() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS); // the other test begins before this one ends
            BOTH.await(20, TimeUnit.SECONDS); // it has opened its socket
        }

        @Test
        void usesTheHost() throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
            opened = new ServerSocket(0);
            BOTH.await(20, TimeUnit.SECONDS);
        }
    }

    /** Runs tests with JUnit's launcher. */
    static final class ParallelRun {

        private ParallelRun() {}

        public static void main(String[] arguments) throws Exception {
            outside = Executors.newSingleThreadExecutor();
            outside.submit(() -> {}).get();
            System.out.println("alone: " + failures(HermeticTestCases.class) + " failure");
            System.out.println("in parallel: " + failures(ParallelTestCases.class) + " failures");
            System.exit(0); // the pool's thread does not end
        }

        private static long failures(Class<?> testCases) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            try (LauncherSession session = LauncherFactory.openSession()) {
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(DiscoverySelectors.selectClass(testCases))
                                        .configurationParameters(TestKit.inParallel(2))
                                        .configurationParameter(ESCAPES, "fail")
                                        .build(),
                                summary);
            }
            return summary.getSummary().getTotalFailureCount();
        }
    }
}
