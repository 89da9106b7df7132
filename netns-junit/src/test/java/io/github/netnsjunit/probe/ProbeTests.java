package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What probes report: whether a host is reached, and if not, why. */
@Tag("kernel")
class ProbeTests {

    /** Long enough for a second request, in case the router already sent as many errors this second as it may. */
    private static final Duration LONG = Duration.ofMillis(4_500);

    /**
     * Long enough for the kernel to give a neighbour up twice, after 3 and after 6 s. It repeats the request after 3 s too. If
     * that happens after it gave up and before it sends the errors, it starts again and sends none (neigh_invalidate in
     * net/core/neighbour.c).
     */
    private static final Duration LONG_ENOUGH_TO_GIVE_UP_TWICE = Duration.ofSeconds(10);

    private static final Duration SHORT = Duration.ofMillis(300);

    private static final String SAYS_PROHIBITED =
            "fd00::1 says: communication administratively prohibited (ICMPv6 1/1)";

    private static RoutedNetwork network;

    @BeforeAll
    static void create() {
        network = RoutedNetwork.create();
    }

    @AfterAll
    static void close() {
        network.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.2", "10.0.0.1", "fd00::1", "10.0.1.2", "fd01::2"})
    void shouldReachHostsWithAPing(String host) throws Exception {
        // WHEN
        Reachability result = Ping.of(network.client(), host).send();
        // THEN
        assertThat(result)
                .isInstanceOfSatisfying(
                        Reached.class,
                        reached ->
                                assertThat(reached.roundTrip()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # by the client's own routing table
            192.0.2.1   | NO_ROUTE         | ENETUNREACH (Network is unreachable)
            2001:db8::1 | NO_ROUTE         | ENETUNREACH (Network is unreachable)
            10.8.8.1    | PROHIBITED       | EACCES (Permission denied)
            fd08:8::1   | PROHIBITED       | EACCES (Permission denied)
            10.8.11.1   | HOST_UNREACHABLE | EHOSTUNREACH (No route to host)
            fd08:11::1   | HOST_UNREACHABLE | EHOSTUNREACH (No route to host)
            10.8.9.1    | NO_ROUTE         | EINVAL (Invalid argument): the answer of a blackhole route
            fd08:9::1   | NO_ROUTE         | EINVAL (Invalid argument): the answer of a blackhole route
            # by the router's routing table
            10.7.7.7    | NO_ROUTE         | 10.0.0.1 says: network unreachable (ICMP 3/0)
            fd07:7::7   | NO_ROUTE         | fd00::1 says: no route to destination (ICMPv6 1/0)
            10.9.8.1    | PROHIBITED       | 10.0.0.1 says: communication administratively prohibited (ICMP 3/13)
            fd09:8::1   | PROHIBITED       | fd00::1 says: communication administratively prohibited (ICMPv6 1/1)
            10.9.11.1   | HOST_UNREACHABLE | 10.0.0.1 says: host unreachable (ICMP 3/1)
            """)
    void shouldTellTheReasonAndWhoGaveIt(String host, Unreachable reason, String detail) throws Exception {
        // GIVEN
        NotReached expected = new NotReached(reason, detail);
        // WHEN
        Reachability ping = Ping.of(network.client(), host).timeout(LONG).send();
        Reachability connect =
                TcpConnect.of(network.client(), host, 80).timeout(LONG).send();
        // THEN
        assertThat(ping).isEqualTo(expected);
        assertThat(connect).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.9.1", "fd09:9::1"})
    void shouldTimeOutIfTheRouterDropsThePackets(String host) throws Exception {
        // GIVEN
        NotReached expected = new NotReached(Unreachable.TIMED_OUT, "no answer within 0.3 s");
        // WHEN
        Reachability ping = Ping.of(network.client(), host).timeout(SHORT).send();
        Reachability connect =
                TcpConnect.of(network.client(), host, 80).timeout(SHORT).send();
        // THEN
        assertThat(ping).isEqualTo(expected);
        assertThat(connect).isEqualTo(expected);
    }

    @Test
    void shouldWaitUntilTheKernelGivesANeighbourUp() throws Exception {
        // GIVEN: all probes run at once, because each waits three seconds
        Map<String, String> details = Map.of(
                "10.0.0.99", "10.0.0.2 says: host unreachable (ICMP 3/1)",
                "fd00::99", "fd00::2 says: address unreachable (ICMPv6 1/3)",
                "10.0.1.99", "10.0.0.1 says: host unreachable (ICMP 3/1)");
        Map<String, Future<Reachability>> pings = new HashMap<>();
        Map<String, Future<Reachability>> connects = new HashMap<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        // WHEN
        for (String host : details.keySet()) {
            pings.put(host, threads.submit(Ping.of(network.client(), host)::send));
            connects.put(
                    host,
                    threads.submit(
                            TcpConnect.of(network.client(), host, 80).timeout(LONG_ENOUGH_TO_GIVE_UP_TWICE)::send));
        }
        threads.shutdown();
        // THEN
        for (String host : details.keySet()) {
            assertThat(pings.get(host).get())
                    .isEqualTo(new NotReached(Unreachable.HOST_UNREACHABLE, details.get(host)));
            assertThat(connects.get(host).get())
                    .isInstanceOfSatisfying(
                            NotReached.class,
                            result -> assertThat(result.reason()).isEqualTo(Unreachable.HOST_UNREACHABLE));
        }
    }

    @Test
    void shouldNameTheSilentNeighbourIfTheTimeIsUpFirst() throws Exception {
        // WHEN
        Reachability result =
                Ping.of(network.client(), "10.0.0.98").timeout(SHORT).send();
        // THEN
        assertThat(result)
                .isEqualTo(new NotReached(
                        Unreachable.TIMED_OUT,
                        "no answer within 0.3 s; the neighbour 10.0.0.98 has not answered yet (INCOMPLETE)"));
    }

    @Test
    void shouldReportAnUnknownHost() throws Exception {
        // WHEN
        Reachability result = Ping.of(network.client(), "nobody.invalid").send();
        // THEN
        assertThat(result).isInstanceOfSatisfying(NotReached.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(Unreachable.UNKNOWN_HOST);
            assertThat(unknown.detail())
                    .startsWith(
                            "[nobody.invalid] is neither an address nor the name of a host that is known inside namespace"
                                    + " [client]; known there: client, ");
        });
    }

    @Test
    void shouldNotMixUpProbesThatRunAtTheSameTime() throws Exception {
        // GIVEN: every raw socket receives every answer; the probes of silent hosts still wait when the answers of the
        // others arrive
        Set<String> silent = Set.of("10.9.9.1", "fd09:9::1");
        String forbidden = "fd09:8::1";
        List<Ping> probes = Stream.concat(silent.stream(), Stream.of("10.0.0.1", "fd00::1", "10.0.1.2", forbidden))
                .map(host -> Ping.of(network.client(), host).timeout(silent.contains(host) ? SHORT : LONG))
                .toList();
        List<Callable<Reachability>> rounds = IntStream.range(0, 48)
                .mapToObj(i -> (Callable<Reachability>) probes.get(i % probes.size())::send)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(24);
        // WHEN
        List<Future<Reachability>> results = threads.invokeAll(rounds);
        threads.shutdown();
        // THEN
        for (int i = 0; i < results.size(); i++) {
            Reachability result = results.get(i).get();
            String host = probes.get(i % probes.size()).host();
            if (silent.contains(host)) {
                assertThat(result).isEqualTo(new NotReached(Unreachable.TIMED_OUT, "no answer within 0.3 s"));
            } else if (host.equals(forbidden)) {
                assertThat(result).isEqualTo(new NotReached(Unreachable.PROHIBITED, SAYS_PROHIBITED));
            } else {
                assertThat(result).isInstanceOf(Reached.class);
            }
        }
    }

    @RepeatedTest(20)
    @Timeout(20)
    void shouldStopWhenInterrupted() throws Exception {
        // GIVEN
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                TcpConnect.of(network.client(), "10.9.9.1", 80)
                        .timeout(Duration.ofMinutes(1))
                        .send();
            } catch (InterruptedException | RuntimeException end) {
                thrown.set(end);
            }
        });
        thread.start();
        await("a request to connect")
                .pollInterval(Duration.ofMillis(5))
                .until(() -> network.client().call(ProbeTests::isConnecting));
        // WHEN
        thread.interrupt();
        thread.join();
        // THEN
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @RepeatedTest(8)
    @Timeout(20)
    void shouldThrowIfTheNamespaceIsClosedMeanwhile() throws Exception {
        // GIVEN
        CompletableFuture<Throwable> end;
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("client"),
                Namespace.of("other"),
                VethLink.between(End.of("client", "a", "10.0.0.2/24"), End.of("other", "b", "10.0.0.1/24"))))) {
            NetworkNamespace client = lab.namespace("client");
            end = CompletableFuture.supplyAsync(
                    () -> catchThrowable(
                            () -> TcpConnect.of(client, "10.0.0.9", 80).send()),
                    task -> new Thread(task).start());
            await("a request to connect")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> client.call(ProbeTests::isConnecting));
        } // WHEN: the lab closes
        // THEN: the closing interrupts the thread, and ends its sockets; either may come first
        assertThat(end.get()).isInstanceOfAny(IllegalStateException.class, InterruptedException.class);
    }

    /** The fourth field of a line is the state; 2 is SYN_SENT ({@code include/net/tcp_states.h}). */
    private static boolean isConnecting() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/net/tcp")).stream()
                .anyMatch(line -> line.strip().split(" +", 5)[3].equals("02"));
    }

    @Test
    void shouldThrowIfTheThreadWasInterruptedBefore() {
        // GIVEN
        Probe probe = TcpConnect.of(network.client(), "10.9.9.1", 80).timeout(Duration.ofMinutes(1));
        // WHEN
        Thread.currentThread().interrupt();
        // THEN
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(probe::send);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void shouldCloseEveryDescriptor() throws Exception {
        // GIVEN
        Probe[] probes = {
            Ping.of(network.client(), "10.0.0.1"),
            Ping.of(network.client(), "192.0.2.1"),
            TcpConnect.of(network.client(), "10.0.0.1", 1),
            TcpConnect.of(network.client(), "10.8.8.1", 1),
            TcpConnect.of(network.client(), "10.9.9.1", 1).timeout(Duration.ofMillis(5))
        };
        sendAll(probes);
        int before = openDescriptors();
        // WHEN
        for (int i = 0; i < 20; i++) {
            sendAll(probes);
        }
        // THEN: a few descriptors may belong to other threads; a leak would leave 160
        assertThat(openDescriptors()).isLessThan(before + 20);
    }

    @Test
    void shouldRefuseInvalidArguments() {
        Ping ping = Ping.of(network.client(), "10.0.0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> ping.timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> TcpConnect.of(network.client(), "10.0.0.1", 65_536));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> Ping.of(network.client(), null));
    }

    private static void sendAll(Probe[] probes) throws InterruptedException {
        for (Probe probe : probes) {
            probe.send();
        }
    }

    private static int openDescriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
