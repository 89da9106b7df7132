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

/** Code that misbehaves inside a namespace: its lab must end nevertheless. */
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
        } // the first socket whose closing unblocks a thread makes Java open a descriptor that it keeps
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
    void codeThatHangsIsInterruptedAtTheEnd() throws Exception {
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

    /** Takes 10 s, because so long the caller waits after its interrupt. Meanwhile the lab gives up after 0.5 s. */
    @Test
    void codeThatIgnoresInterruptsIsLeftRunningAndNamed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean mayEnd = new AtomicBoolean();
        AtomicReference<Throwable> callerFailure = new AtomicReference<>();
        Thread caller = new Thread(() -> callerFailure.set(catchThrowable(() -> blue.run(() -> {
            begun.countDown();
            hangUntil(mayEnd);
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
        assertThat(callerFailure.get())
                .isInstanceOf(LabException.class)
                .hasMessageContaining("still runs 10000 ms after");
        assertThat(callerFailure.get().getCause().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("hangUntil"));
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
        mayEnd.set(true);
    }

    @SuppressWarnings("ThreadPriorityCheck") // the loop has to ignore interrupts, but should not keep a processor busy
    private static void hangUntil(AtomicBoolean mayEnd) {
        while (!mayEnd.get()) {
            Thread.yield();
        }
    }

    @Test
    void theNamespaceIsUsableAfterAnError() throws Exception {
        OutOfMemoryError thrown = new OutOfMemoryError("not really");
        assertThat(catchThrowable(() -> blue.run(() -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(blue.call(() -> 42)).isEqualTo(42);
    }

    @Test
    void theExecutorIsUsableAfterAnErrorInOneOfItsThreads() throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        blue.executor().execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> thrown.countDown());
            throw new StackOverflowError("of a task");
        });
        thrown.await();
        assertThat(blue.executor().submit(() -> 42).get()).isEqualTo(42);
    }

    @Test
    void theCallerIsToldWhenTheThreadIsStopped() throws Exception {
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

    /** An interrupt ends none of these waits. */
    @ParameterizedTest
    @EnumSource
    void aThreadThatWaitsInASocketIsUnblocked(Waiting waiting) throws Exception {
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
    void aThreadThatWaitsInASocketIsUnblockedThoughTheClosingThreadIsInterrupted() throws Exception {
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
    void codeThatIgnoresInterruptsIsNamedThoughTheClosingThreadIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean mayEnd = new AtomicBoolean();
        blue.executor().execute(() -> {
            begun.countDown();
            hangUntil(mayEnd);
        });
        begun.await();
        Thread.currentThread().interrupt();
        Throwable refusal = catchThrowable(() -> lab.close(Duration.ofMillis(200)));
        assertThat(Thread.interrupted()).as("the closer's interrupt").isTrue();
        mayEnd.set(true);
        assertThat(refusal).isInstanceOf(LabException.class).hasMessageContaining("hangUntil");
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
    }

    /** The threads of the outer calls wait for the one that closes the lab, so it must not wait for them. */
    @Test
    @Timeout(9)
    void aLabMayBeClosedFromANestedCall() throws Exception {
        Lab lab = Lab.create(Topology.of(Namespace.of("root_ns"), Namespace.of("blue_ns")));
        lab.namespace("blue_ns").run(() -> lab.namespace("root_ns").run(lab::close));
        assertThat(Thread.interrupted()).as("an interrupt for the caller").isFalse();
        assertThat(lab.namespaces()).noneMatch(NetworkNamespace::isOpen);
    }

    /** The end of 400 years is beyond what {@link System#nanoTime()} can express. */
    @Test
    void aThreadIsUnblockedThoughThePatienceIsEndless() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Lab lab = Lab.create(Topology.of(Namespace.of("blue_ns")));
        lab.namespace("blue_ns").executor().execute(() -> {
            try {
                Waiting.ACCEPT.in(begun);
            } catch (IOException unblocked) {
                // expected
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

    /** The pool's idle thread ignores the interrupt. It is reported as left before the end, and at the end nobody waits for it. */
    @Test
    void aPoolThatIsNotShutDownDoesNotDelayTheEnd() throws Exception {
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
    void aServerThatIsLeftOpenDoesNotDisturbTheNextLab() throws Exception {
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
