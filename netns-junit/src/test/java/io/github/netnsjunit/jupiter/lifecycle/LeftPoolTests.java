package io.github.netnsjunit.jupiter.lifecycle;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.lang.ref.Cleaner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What happens if a test leaves threads of a product, or of a pool of its own, in its network. */
class LeftPoolTests {

    /** Long before this a lab gives up waiting for a pool. For other threads it waits longer. */
    private static final int LESS_THAN_THE_INTERRUPT_WAIT = 9;

    private static volatile AutoCloseable left = () -> {};

    @AfterEach
    void endWhatIsLeft() throws Exception {
        left.close();
        left = () -> {};
    }

    @ParameterizedTest
    @CsvSource({
        "nettyOfTheFactory, 'Netty: call group.shutdownGracefully(0, 1, SECONDS)'",
        "nettyOfTheBody, 'Netty: call group.shutdownGracefully(0, 1, SECONDS)'",
        "jdkHttpClient, 'The JDK''s HttpClient: use the httpClient() of the namespace'",
        "unknownOfTheFactory, 'Stop them in the test, or use NetworkNamespace.executor()'"
    })
    @Timeout(LESS_THAN_THE_INTERRUPT_WAIT)
    void theAdviceFitsWhatIsLeft(String test, String advice) {
        assertThat(TestKit.failure(TestKit.run(PoolTestCases.class, test, Map.of(Settings.LEAKS, "fail"))))
                .hasMessageContaining(" leaves threads inside its network, which keep it alive. " + advice);
    }

    @Test
    void theAdviceForAsynchronousChannelsIsAGroupOfTheirOwn() throws Exception {
        assertThat(ChildJvm.of(FirstAsynchronousChannel.class).output())
                .contains("Asynchronous channels: give open(...) a group");
    }

    /** In a JVM of its own: where OkHttp was used before, its threads are elsewhere. */
    @Test
    void theAdviceForOkHttpIsTheClientOfTheNamespace() throws Exception {
        assertThat(ChildJvm.of(FirstOkHttp.class).output()).contains("OkHttp: use the okHttpClient() of the namespace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nettyOfTheFactory", "nettyOfTheBody", "unknownOfTheFactory"})
    @Timeout(LESS_THAN_THE_INTERRUPT_WAIT)
    void isAWarningByDefault(String test) {
        EngineExecutionResults results = TestKit.run(PoolTestCases.class, test, Map.of());
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nettyOfTheFactory", "nettyOfTheBody", "unknownOfTheFactory"})
    @Timeout(LESS_THAN_THE_INTERRUPT_WAIT)
    void isIgnoredIfConfigured(String test) {
        EngineExecutionResults results = TestKit.run(PoolTestCases.class, test, Map.of(Settings.LEAKS, "ignore"));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(TestKit.reports(results, Settings.LEAKS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nettyThatShutsDown", "globalExecutorOfNetty", "cleaner", "factoryThatEndsWhenInterrupted"})
    void whatEndsByItselfIsNoLeak(String test) {
        TestKit.run(PoolTestCases.class, test, Map.of(Settings.LEAKS, "fail"))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(1));
    }

    private static EventLoopGroup netty(ThreadFactory threads) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        group.submit(() -> {}).sync();
        return group;
    }

    private static void leave(EventLoopGroup group) {
        left = () -> group.shutdownGracefully(0, 1, SECONDS).sync();
    }

    @Hermetic
    static class PoolTestCases {

        @Test
        void nettyOfTheFactory(NetworkNamespace inside) throws Exception {
            leave(netty(inside.threadFactory()));
        }

        @Test
        void nettyOfTheBody() throws Exception {
            leave(netty(Thread::new));
        }

        /** It lets 2 s pass before it ends. */
        @Test
        void nettyThatShutsDown() throws Exception {
            var unused = netty(Thread::new).shutdownGracefully();
        }

        /** Its thread ends after 1 s. */
        @Test
        void globalExecutorOfNetty() throws Exception {
            GlobalEventExecutor.INSTANCE.submit(() -> {}).sync();
        }

        @Test
        void cleaner() {
            Cleaner.create().register(this, () -> {});
        }

        @Test
        void factoryThatEndsWhenInterrupted(NetworkNamespace inside) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            inside.threadFactory()
                    .newThread(() -> {
                        begun.countDown();
                        LockSupport.park(this); // returns when interrupted
                    })
                    .start();
            begun.await();
        }

        @Test
        void unknownOfTheFactory(NetworkNamespace inside) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = inside.threadFactory().newThread(() -> {
                begun.countDown();
                while (end.getCount() > 0) {
                    try {
                        end.await();
                    } catch (InterruptedException ignored) {
                        // as a pool does that waits for its end
                    }
                }
            });
            left = () -> {
                end.countDown();
                thread.join();
            };
            thread.start();
            begun.await();
        }

        @Test
        void jdkHttpClient() throws Exception {
            try (MockWebServer server = new MockWebServer()) {
                server.enqueue(new MockResponse.Builder().build());
                server.start();
                HttpClient client = HttpClient.newHttpClient();
                left = () -> assertThat(client.version()).isNotNull(); // not collected, so its threads live
                assertThat(client.send(
                                        HttpRequest.newBuilder(URI.create(
                                                        server.url("/").toString()))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            }
        }

        @Test
        void okHttp() throws Exception {
            try (MockWebServer server = new MockWebServer()) {
                server.enqueue(new MockResponse.Builder().build());
                server.start();
                new OkHttpClient()
                        .newCall(new Request.Builder().url(server.url("/")).build())
                        .execute()
                        .close();
            }
        }
    }

    static final class FirstAsynchronousChannel {

        private FirstAsynchronousChannel() {}

        public static void main(String[] arguments) {
            System.out.println(TestKit.failure(TestKit.run(AsynchronousTestCases.class, Map.of(Settings.LEAKS, "fail")))
                    .getMessage());
        }
    }

    static final class FirstOkHttp {

        private FirstOkHttp() {}

        public static void main(String[] arguments) {
            System.out.println(
                    TestKit.failure(TestKit.run(PoolTestCases.class, "okHttp", Map.of(Settings.LEAKS, "fail")))
                            .getMessage());
        }
    }

    @Hermetic
    static class AsynchronousTestCases {

        @Test
        void test() throws Exception {
            AsynchronousServerSocketChannel.open().close();
        }
    }
}
