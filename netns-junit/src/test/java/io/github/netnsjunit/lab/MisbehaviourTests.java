package io.github.netnsjunit.lab;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that do what nobody should, and labs that end all the same. */
@Timeout(60)
class MisbehaviourTests {

    private static final Topology TOPOLOGY = Topology.of(Namespace.of("blue_ns"), Namespace.of("red_ns"));

    private Traces before;
    private Lab lab;
    private NetworkNamespace blue;

    @BeforeAll
    static void warmUp() throws Exception {
        try (Lab lab = Lab.create(TOPOLOGY)) {
            CountDownLatch begun = new CountDownLatch(1);
            lab.namespace("blue_ns")
                    .executor()
                    .execute(() -> assertThat(catchThrowable(() -> Waiting.ACCEPT.in(begun)))
                            .isInstanceOf(IOException.class));
            begun.await();
            assertThat(lab.namespace("blue_ns").call(() -> 1)).isEqualTo(1);
        } // the first socket whose close sets a thread free has Java make a descriptor that it keeps
    }

    @BeforeEach
    void create() {
        before = Traces.now();
        lab = Lab.create(TOPOLOGY);
        blue = lab.namespace("blue_ns");
    }

    @AfterEach
    void leavesNothing() {
        lab.close();
        before.assertNothingAdded("the test");
    }

    @Test
    void aBodyThatHangsIsInterruptedByTheEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread caller = new Thread(() -> ended.set(catchThrowable(() -> blue.run(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        }))));
        caller.start();
        begun.await();
        lab.close();
        caller.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }

    /** Waits for its caller's patience, which is 10 s, and meanwhile for the lab's. */
    @Test
    void aBodyThatIgnoresInterruptsIsGivenUpAndNamed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<Throwable> givenUp = new AtomicReference<>();
        Thread caller = new Thread(() -> givenUp.set(catchThrowable(() -> blue.run(() -> {
            begun.countDown();
            hangUntil(enough);
        }))));
        caller.start();
        begun.await();
        caller.interrupt();
        Throwable refusal = catchThrowable(() -> lab.close(Duration.ofMillis(500)));
        caller.join();
        assertThat(refusal)
                .isInstanceOf(LabException.class)
                .hasMessageContaining("namespace [blue_ns] is closed, but 1 of its threads ignored the interrupt")
                .hasMessageContaining("hangUntil");
        assertThat(givenUp.get()).isInstanceOf(LabException.class).hasMessageContaining("still runs 10000 ms after");
        assertThat(givenUp.get().getCause().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("hangUntil"));
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
        enough.set(true);
    }

    @SuppressWarnings("ThreadPriorityCheck") // to hang is the point, to keep a processor busy is not
    private static void hangUntil(AtomicBoolean enough) {
        while (!enough.get()) {
            Thread.yield();
        }
    }

    @Test
    void anErrorArrivesAndTheNamespaceGoesOn() throws Exception {
        OutOfMemoryError thrown = new OutOfMemoryError("not really");
        assertThat(catchThrowable(() -> blue.run(() -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(blue.call(() -> 42)).isEqualTo(42);
    }

    @Test
    void anErrorInAnExecutorsThreadEndsNoOther() throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        blue.executor().execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.countDown());
            throw new StackOverflowError("of a task");
        });
        thrown.await();
        assertThat(blue.executor().submit(() -> 42).get()).isEqualTo(42);
    }

    @Test
    void aBodyWhoseThreadIsStoppedTellsItsCaller() throws Exception {
        Method stop = Thread.class.getMethod("stop");
        assumeTrue(Runtime.version().feature() < 20, "from JDK 20 on Thread.stop() stops nothing");
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> inside = new AtomicReference<>();
        AtomicReference<Throwable> ended = new AtomicReference<>();
        Thread caller = new Thread(() -> ended.set(catchThrowable(() -> blue.run(() -> {
            inside.set(Thread.currentThread());
            begun.countDown();
            new CountDownLatch(1).await();
        }))));
        caller.start();
        begun.await();
        stop.invoke(inside.get());
        caller.join();
        assertThat(ended.get()).isInstanceOf(ThreadDeath.class);
        assertThat(blue.call(() -> 42)).isEqualTo(42);
    }

    /** None of these heeds an interrupt. */
    @ParameterizedTest
    @EnumSource
    void aThreadThatWaitsInASocketGoesOn(Waiting waiting) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> ended = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        blue.executor().execute(() -> {
            ended.set(catchThrowable(() -> waiting.in(begun)));
            end.countDown();
        });
        begun.await();
        lab.close();
        assertThat(end.getCount()).as("threads that still wait").isZero();
        assertThat(ended.get()).isInstanceOf(IOException.class);
    }

    @Test
    void aThreadThatWaitsInASocketGoesOnThoughItsCloserIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        blue.executor().execute(() -> {
            assertThat(catchThrowable(() -> Waiting.ACCEPT.in(begun))).isInstanceOf(IOException.class);
            end.countDown();
        });
        begun.await();
        Thread.currentThread().interrupt();
        lab.close();
        assertThat(Thread.interrupted()).as("the closer's interrupt").isTrue();
        assertThat(end.getCount()).as("threads that still wait").isZero();
    }

    @Test
    void aBodyThatIgnoresInterruptsIsNamedThoughItsCloserIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean enough = new AtomicBoolean();
        blue.executor().execute(() -> {
            begun.countDown();
            hangUntil(enough);
        });
        begun.await();
        Thread.currentThread().interrupt();
        Throwable refusal = catchThrowable(() -> lab.close(Duration.ofMillis(200)));
        assertThat(Thread.interrupted()).as("the closer's interrupt").isTrue();
        enough.set(true);
        assertThat(refusal).isInstanceOf(LabException.class).hasMessageContaining("hangUntil");
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
    }

    /** Threads that wait for the closer cannot end before it. */
    @Test
    @Timeout(9)
    void aLabIsClosedFromTwoNamespacesDeep() throws Exception {
        Lab lab = Lab.create(Topology.of(Namespace.of("root_ns"), Namespace.of("blue_ns")));
        lab.namespace("blue_ns").run(() -> lab.namespace("root_ns").run(lab::close));
        assertThat(Thread.interrupted()).as("an interrupt for the caller").isFalse();
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
    }

    /** Whose end lies beyond what a moment in nanoseconds can be. */
    @Test
    void endlessPatienceUnblocksAThreadAllTheSame() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")));
        lab.namespace("blue_ns").executor().execute(() -> {
            try {
                Waiting.ACCEPT.in(begun);
            } catch (IOException unblocked) {
                // as it is to be
            }
        });
        begun.await();
        lab.close(Duration.ofDays(365L * 400));
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
    }

    enum Waiting {
        ACCEPT {
            @Override
            void in(CountDownLatch begun) throws IOException {
                try (ServerSocket server = new ServerSocket(8080)) {
                    begun.countDown();
                    server.accept();
                }
            }
        },
        READ {
            @Override
            void in(CountDownLatch begun) throws IOException {
                try (ServerSocket server = new ServerSocket(8080);
                        Socket client = new Socket("localhost", 8080);
                        Socket accepted = server.accept()) {
                    begun.countDown();
                    assertThat(client.getInputStream().read())
                            .as("what %s sent", accepted)
                            .isEqualTo(-1);
                }
            }
        },
        RECEIVE {
            @Override
            void in(CountDownLatch begun) throws IOException {
                try (DatagramSocket socket = new DatagramSocket(8080)) {
                    begun.countDown();
                    socket.receive(new DatagramPacket(new byte[1], 1));
                }
            }
        };

        abstract void in(CountDownLatch begun) throws IOException;
    }

    /** Its idle thread swallows the interrupt: it is told of before the end, and not waited for at the end. */
    @Test
    void aPoolThatIsNotShutDownKeepsNobodyWaiting() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(1, blue.threadFactory());
        try {
            Thread worker = pool.submit(Thread::currentThread).get();
            await("the pool to be idle").until(() -> worker.getState() == Thread.State.WAITING);
            assertThat(lab.leftThreads())
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.stack()).contains("ThreadPoolExecutor.getTask"));
            lab.close();
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, SECONDS)).isTrue();
    }

    @Test
    void aServerThatIsLeftOpenIsInNobodysWay() throws Exception {
        ServerSocket left = blue.call(() -> new ServerSocket(8080));
        lab.close();
        try (left;
                Lab next = Lab.create(TOPOLOGY);
                ServerSocket same =
                        next.namespace("blue_ns").serverSocketFactory().createServerSocket(8080)) {
            assertThat(same.isBound()).isTrue();
        }
    }
}
