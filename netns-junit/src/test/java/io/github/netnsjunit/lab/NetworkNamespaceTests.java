package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.inside.Handoff;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
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

/** Code inside a namespace, and changes to a live one. */
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
    class Bodies {

        @Test
        void runInsideAndTheCallerStaysOutside() throws Exception {
            Path outside = here();
            Path inside = blue.call(NetworkNamespaceTests::here);
            assertThat(inside).isNotEqualTo(outside).isNotEqualTo(root.call(NetworkNamespaceTests::here));
            assertThat(here()).isEqualTo(outside);
        }

        @Test
        void runWhereTheyAreIfThatIsInside() throws Exception {
            blue.run(() -> {
                Thread caller = Thread.currentThread();
                assertThat(blue.call(Thread::currentThread)).isSameAs(caller);
                assertThat(root.call(NetworkNamespaceTests::here)).isNotEqualTo(here());
            });
        }

        @Test
        void runAtOnce() throws Exception {
            CyclicBarrier both = new CyclicBarrier(2);
            Callable<Integer> body = () -> both.await(10, TimeUnit.SECONDS);
            FutureTask<Integer> other = new FutureTask<>(() -> blue.call(body));
            new Thread(other).start();
            assertThat(blue.call(body) + other.get()).isEqualTo(1); // each of the two arrived
        }

        @Test
        void throwWhatTheyThrow() {
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
        void areInterruptedWithTheirCaller() throws Exception {
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
        void leaveTheirInterruptToTheCaller() throws Exception {
            blue.run(() -> Thread.currentThread().interrupt());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(blue.call(() -> Thread.currentThread().isInterrupted())).isFalse();
        }

        @Test
        void haveTheCallersClassLoader() throws Exception {
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
        void inheritThreadLocalsOnANewThread() throws Exception {
            InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
            inherited.set("from the caller");
            assertThat(LabInternals.get().callOnNewThread(blue, inherited::get, Handoff.GRACE))
                    .isEqualTo("from the caller");
            assertThat(LabInternals.get().callOnNewThread(blue, NetworkNamespaceTests::here, Handoff.GRACE))
                    .isEqualTo(blue.call(NetworkNamespaceTests::here));
            assertThat(blue.call(inherited::get))
                    .as("on a thread that serves all callers")
                    .isNull();
        }

        @Test
        void thatAreStartedAfterTheEndDoNotEnter() throws Exception {
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
        void ofAnExecutorAndOfAThreadFactoryAreInside() throws Exception {
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

        /** A worker of the executor's is born outside, and takes a task of any kind. */
        @Test
        void ofSomebodyElsesMakingAreInside() throws Exception {
            FutureTask<Path> task = new FutureTask<>(NetworkNamespaceTests::here);
            blue.executor().execute(task);
            assertThat(task.get()).isEqualTo(blue.call(NetworkNamespaceTests::here));
        }

        @Test
        void ofAnExecutorThatWasShutDownGetANewOne() throws Exception {
            blue.executor().shutdownNow();
            assertThat(blue.executor().submit(() -> 42).get()).isEqualTo(42);
        }
    }

    @Nested
    class Changes {

        @Test
        void ofAnEndTakeTheOthersCarrier() {
            Cable link = lab.links().get(0);
            assertThat(link.left().state().carrier()).isTrue();
            link.in(blue).down();
            assertThat(blue.interfaceNamed("veth_blue_ns").up()).isFalse();
            assertThat(link.in(root).state().up()).isTrue();
            await().until(() -> !link.in(root).state().carrier());
            link.in(blue).up();
            await().until(() -> link.in(root).state().carrier());
        }

        @Test
        void ofAddresses() throws Exception {
            LinkAddress added = LinkAddress.parse("10.0.0.3/24");
            blue.addAddress("veth_blue_ns", added.toString());
            assertThat(blue.addresses()).contains(added);
            try (ServerSocket server = blue.serverSocketFactory().createServerSocket(80);
                    Socket client = root.socketFactory().createSocket("10.0.0.3", 80)) {
                assertThat(client.isConnected()).isTrue();
                assertThat(server.isBound()).isTrue();
            }
            blue.removeAddress("veth_blue_ns", added.toString());
            assertThat(blue.addresses()).doesNotContain(added);
        }

        @Test
        void ofRoutes() {
            assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
            blue.addDefaultRoute("10.0.0.1");
            blue.addRoute("192.168.0.0/24", "10.0.0.1");
            blue.addDefaultRoute("fd00::1");
            assertThat(blue.routes())
                    .extracting(RouteEntry::toString)
                    .contains("default via 10.0.0.1 dev veth_blue_ns", "192.168.0.0/24 via 10.0.0.1 dev veth_blue_ns");
            blue.removeRoute("default");
            blue.removeRoute("default");
            blue.removeRoute("192.168.0.0/24");
            assertThat(blue.routes()).noneMatch(route -> route.to().isDefault());
            assertThatThrownBy(() -> blue.removeRoute("default"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [blue_ns] has no route to [default]")
                    .hasMessageContaining("10.0.0.0/24 dev veth_blue_ns");
        }

        @Test
        void ofLinks() {
            root.addVethPair("veth1", "veth2");
            assertThat(root.interfaceNamed("veth1").up()).isFalse();
            assertThat(root.interfaceNamed("veth2").kind()).isEqualTo("veth");
            root.moveLink("veth2", blue);
            assertThat(blue.interfaceNamed("veth2").up()).isFalse();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> root.interfaceNamed("veth2"))
                    .withMessage("there is no interface [veth2] in namespace [root_ns]; it has"
                            + " [lo, veth1, veth_root_ns]");
            blue.removeLink("veth2");
            assertThat(root.interfaces()).extracting(Interface::name).containsExactly("lo", "veth_root_ns");
        }

        @Test
        void thatMoveALinkToAClosedNamespace() {
            try (Lab other = Lab.create(Topology.of(Namespace.of("red_ns")))) {
                NetworkNamespace red = other.namespace("red_ns");
                other.close();
                assertThatIllegalStateException()
                        .isThrownBy(() -> blue.moveLink("veth_blue_ns", red))
                        .withMessage("namespace [red_ns] is closed");
            }
        }

        @Test
        void ofKernelParameters() throws Exception {
            blue.sysctl("net.ipv4.ip_forward", "1");
            assertThat(blue.sysctl("net.ipv4.ip_forward")).isEqualTo("1");
            assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
            blue.sysctl("net.ipv4.ip_local_port_range", "20000 30000");
            assertThat(blue.sysctl("net.ipv4.ip_local_port_range")).isEqualTo("20000\t30000");
            blue.sysctl("net/ipv4/conf/veth_blue_ns/rp_filter", "2");
            assertThat(blue.sysctl("net.ipv4.conf.veth_blue_ns.rp_filter")).isEqualTo("2");
            assertThatThrownBy(() -> blue.sysctl("net.no.such", "1"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("ENOENT")
                    .hasMessageContaining("net.no.such");
            assertThatIllegalArgumentException().isThrownBy(() -> blue.sysctl("kernel.hostname", "x"));
        }

        @Test
        void thatTheKernelRefusesAreExplained() {
            assertThatThrownBy(() -> blue.addAddress("veth_blue_ns", "10.0.0.2/24"))
                    .isInstanceOf(LabException.class)
                    .hasMessageStartingWith("namespace [blue_ns], interface [veth_blue_ns]: could not add the address"
                            + " 10.0.0.2/24: add address 10.0.0.2/24: EEXIST (");
            assertThatThrownBy(() -> blue.removeLink("lo"))
                    .isInstanceOf(LabException.class)
                    .hasMessage("namespace [blue_ns], interface [lo]: could not remove it: delete link: EOPNOTSUPP"
                            + " (Operation not supported)");
            assertThatThrownBy(() -> blue.sysctl("net.ipv4.tcp_available_congestion_control", "x"))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [blue_ns]: the kernel parameter"
                            + " [net.ipv4.tcp_available_congestion_control] is read-only")
                    .hasMessageContaining("EACCES");
            assertThatThrownBy(() -> blue.addRoute("10.9.0.0/16", "10.8.0.1"))
                    .isInstanceOf(LabException.class)
                    .hasMessageContaining("namespace [blue_ns]")
                    .hasMessageContaining("ENETUNREACH")
                    .hasMessageContaining("Nexthop has invalid gateway");
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
    void tellsItsNeighboursOnceTheyWereSpokenTo() throws Exception {
        addressesOfBothFamiliesAreUsableAtOnce("10.0.0.1");
        assertThat(blue.neighbours()).anySatisfy(neighbour -> {
            assertThat(neighbour.address().getHostAddress()).isEqualTo("10.0.0.1");
            assertThat(neighbour.mac())
                    .isEqualTo(root.interfaceNamed("veth_root_ns").mac());
        });
    }

    @Test
    void refusesARouteOfAnotherNamespace() {
        assertThatThrownBy(() -> blue.addRoute(StaticRoute.of("root_ns", "10.9.0.0/16", "10.0.0.1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not for namespace [blue_ns]");
    }

    @Test
    void hasAddressesOfTheKernelsOwnWithoutDuplicateAddressDetection() {
        assertThat(blue.sysctl("net.ipv6.conf.veth_blue_ns.accept_dad")).isEqualTo("0");
    }

    @Test
    void tellsOfEveryPacketThatItDropsUnlessItIsToldOtherwise() {
        assertThat(blue.sysctl("net.ipv4.icmp_ratemask")).isEqualTo("0");
        try (Lab other = Lab.create(
                Topology.of(Namespace.of("router"), SysctlSetting.of("router", "net.ipv4.icmp_ratemask", "6168")))) {
            assertThat(other.namespace("router").sysctl("net.ipv4.icmp_ratemask"))
                    .isEqualTo("6168");
        }
    }

    @Test
    void addsNoRouteOfANegativeMetric() {
        assertThatThrownBy(() -> blue.addRoute(
                        StaticRoute.of("blue_ns", "10.9.0.0/16", "10.0.0.1").metric(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metric is negative");
    }

    @Test
    void readsMetricsAsTheKernelDoes() throws Exception {
        IpCommand.in(blue, "route add 10.9.0.0/16 via 10.0.0.1 metric 4000000000");
        assertThat(blue.routes()).extracting(RouteEntry::toString).anyMatch(each -> each.endsWith("metric 4000000000"));
    }

    @Test
    void takesNoTaskThatIsNone() {
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
                    () -> LabInternals.get().callOnNewThread(blue, () -> 1, Handoff.GRACE),
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
