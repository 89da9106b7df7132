package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.inside.CallThread;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.lab.waiting.Handoff;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running code inside a namespace, and what the namespace tells of itself. */
@Timeout(30)
@Tag("kernel")
class NetworkNamespaceTests extends LiveLab {

    private NetworkNamespace root;

    @BeforeEach
    void findRoot() {
        root = lab.namespace("root_ns");
    }

    private static Path here() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
    }

    @Nested
    class Code {

        @Test
        void runsInsideWhileTheCallerStaysOutside() throws Exception {
            Path outside = here();
            Path inside = blue.call(NetworkNamespaceTests::here);
            assertThat(inside).isNotEqualTo(outside).isNotEqualTo(root.call(NetworkNamespaceTests::here));
            assertThat(here()).isEqualTo(outside);
        }

        @Test
        void runsOnTheCallersThreadIfThatIsInside() throws Exception {
            blue.run(() -> {
                Thread caller = Thread.currentThread();
                assertThat(blue.call(Thread::currentThread)).isSameAs(caller);
                assertThat(root.call(NetworkNamespaceTests::here)).isNotEqualTo(here());
            });
        }

        @Test
        void ofTwoCallersRunsAtTheSameTime() throws Exception {
            CyclicBarrier both = new CyclicBarrier(2);
            Callable<Integer> body = () -> both.await(10, TimeUnit.SECONDS);
            FutureTask<Integer> other = new FutureTask<>(() -> blue.call(body));
            new Thread(other).start();
            assertThat(blue.call(body) + other.get()).isEqualTo(1); // the arrival numbers of the two are 0 and 1
        }

        @Test
        void throwsToTheCallerWhatItThrows() {
            for (Throwable thrown : new Throwable[] {
                new IOException("checked"), new IllegalStateException("unchecked"), new StackOverflowError("error")
            }) {
                assertThat(catchThrowable(() -> blue.run(() -> sneak(thrown)))).isSameAs(thrown);
            }
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <X extends Throwable> void sneak(Throwable thrown) throws X {
            throw (X) thrown;
        }

        @Test
        void isInterruptedWithItsCaller() throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicReference<Throwable> inside = new AtomicReference<>();
            AtomicReference<Throwable> outside = new AtomicReference<>();
            Thread caller = new Thread(() -> outside.set(catchThrowable(() -> blue.run(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupt) {
                    inside.set(interrupt);
                    throw interrupt;
                }
            }))));
            caller.start();
            begun.await();
            caller.interrupt();
            caller.join();
            assertThat(inside.get()).isNotNull().isSameAs(outside.get());
        }

        @Test
        void leavesItsInterruptToTheCaller() throws Exception {
            blue.run(() -> Thread.currentThread().interrupt());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(blue.call(() -> Thread.currentThread().isInterrupted())).isFalse();
        }

        @Test
        void hasTheCallersClassLoader() throws Exception {
            Thread caller = Thread.currentThread();
            ClassLoader before = caller.getContextClassLoader();
            try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
                caller.setContextClassLoader(loader);
                assertThat(blue.call(() -> Thread.currentThread().getContextClassLoader()))
                        .isSameAs(loader);
            } finally {
                caller.setContextClassLoader(before);
            }
            assertThat(blue.call(() -> Thread.currentThread().getContextClassLoader()))
                    .isSameAs(before);
        }

        @Test
        void inheritsThreadLocalsOnANewThread() throws Exception {
            InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
            inherited.set("from the caller");
            try (CallThread thread = LabInternals.get().newThread(blue)) {
                assertThat(thread.call(inherited::get, Handoff.GRACE)).isEqualTo("from the caller");
                assertThat(thread.call(NetworkNamespaceTests::here, Handoff.GRACE))
                        .isEqualTo(blue.call(NetworkNamespaceTests::here));
            }
            assertThat(blue.call(inherited::get))
                    .as("on a thread that serves all callers")
                    .isNull();
        }

        @Test
        void doesNotEnterIfItsThreadStartsAfterTheEnd() throws Exception {
            AtomicReference<Throwable> refusal = new AtomicReference<>();
            AtomicBoolean entered = new AtomicBoolean();
            Thread late = blue.threadFactory().newThread(() -> entered.set(true));
            late.setUncaughtExceptionHandler((thread, thrown) -> refusal.set(thrown));
            lab.close();
            late.start();
            late.join();
            assertThat(entered).isFalse();
            assertThat(refusal.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }

        @Test
        void ofAnExecutorAndOfAThreadFactoryRunsInside() throws Exception {
            Path inside = blue.call(NetworkNamespaceTests::here);
            assertThat(blue.executor().submit(NetworkNamespaceTests::here).get())
                    .isEqualTo(inside);
            AtomicReference<Path> seen = new AtomicReference<>();
            Thread thread = blue.threadFactory().newThread(() -> {
                try {
                    seen.set(here());
                } catch (IOException unreadable) {
                    throw new java.io.UncheckedIOException(unreadable);
                }
            });
            thread.start();
            thread.join();
            assertThat(seen.get()).isEqualTo(inside);
        }

        /** The executor takes any Runnable, also one that it cannot recognize as its own. */
        @Test
        void inATaskThatTheCallerMadeRunsInside() throws Exception {
            FutureTask<Path> task = new FutureTask<>(NetworkNamespaceTests::here);
            blue.executor().execute(task);
            assertThat(task.get()).isEqualTo(blue.call(NetworkNamespaceTests::here));
        }

        @Test
        void getsANewExecutorAfterOneWasShutDown() throws Exception {
            blue.executor().shutdownNow();
            assertThat(blue.executor().submit(() -> 42).get()).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "fd00::1"})
    void addressesOfBothFamiliesAreUsableAtOnce(String address) throws Exception {
        try (ServerSocket server = root.serverSocketFactory().createServerSocket(8080);
                Socket client = blue.socketFactory().createSocket(address, 8080)) {
            assertThat(client.isConnected()).isTrue();
            assertThat(server.isBound()).isTrue();
            assertThat(root.listeningPorts()).containsExactly(8080);
            assertThat(blue.listeningPorts()).isEmpty();
        }
    }

    @Test
    void listsNeighboursWithWhichItHasTalked() throws Exception {
        addressesOfBothFamiliesAreUsableAtOnce("10.0.0.1");
        assertThat(blue.neighbours()).anySatisfy(neighbour -> {
            assertThat(neighbour.address().getHostAddress()).isEqualTo("10.0.0.1");
            assertThat(neighbour.mac())
                    .isEqualTo(root.interfaceNamed("veth_root_ns").mac());
        });
    }

    @Test
    void doesNotDetectDuplicateAddresses() {
        assertThat(blue.sysctl("net.ipv6.conf.veth_blue_ns.accept_dad")).isEqualTo("0");
    }

    @Test
    void reportsEveryPacketThatItDropsUnlessTheTopologySaysOtherwise() {
        assertThat(blue.sysctl("net.ipv4.icmp_ratemask")).isEqualTo("0");
        try (Lab other = Lab.create(
                Topology.of(Namespace.of("router"), SysctlSetting.of("router", "net.ipv4.icmp_ratemask", "6168")))) {
            assertThat(other.namespace("router").sysctl("net.ipv4.icmp_ratemask"))
                    .isEqualTo("6168");
        }
    }

    @Test
    void readsMetricsAsUnsignedNumbers() throws Exception {
        IpCommand.in(blue, "route add 10.9.0.0/16 via 10.0.0.1 metric 4000000000");
        assertThat(blue.routes()).extracting(RouteEntry::toString).anyMatch(each -> each.endsWith("metric 4000000000"));
    }

    @Test
    void refusesANullTask() {
        assertThatThrownBy(() -> blue.executor().execute(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void leavesTheLowIndexesToInterfacesThatTheKernelMakes() {
        assertThat(blue.interfaceNamed("veth_blue_ns").index()).isGreaterThan(100);
    }

    @Test
    void refusesEverythingOnceItIsClosed() {
        lab.close();
        assertThat(blue.isOpen()).isFalse();
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable use :
                new org.assertj.core.api.ThrowableAssert.ThrowingCallable[] {
                    () -> blue.call(() -> 1),
                    () -> LabInternals.get().newThread(blue),
                    () -> blue.interfaces(),
                    () -> blue.linkUp("lo"),
                    () -> blue.executor(),
                    () -> blue.start("true"),
                    () -> blue.threadFactory().newThread(() -> {}),
                    () -> blue.socketFactory().createSocket(),
                    () -> blue.okHttpClient(),
                    () -> blue.httpClient(),
                    () -> blue.sysctl("net.ipv4.ip_forward"),
                    () -> blue.sysctl("net.ipv4.ip_forward", "1")
                }) {
            assertThatIllegalStateException().isThrownBy(use).withMessageContaining("closed");
        }
    }
}
