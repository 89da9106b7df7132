package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Namespaces that are made ahead. */
class BlankNamespacesTests {

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")));

    /** Everything about a namespace that a blank one could have otherwise. */
    private static final List<String> LOOK = List.of(
            "sh",
            "-c",
            "hostname; cat /etc/hosts /etc/resolv.conf; ls /sys/class/net; cut -d: -f1 /proc/net/dev; ls -l /proc/self/cwd"
                    + " | sed 's/.*->//'; cut -d' ' -f5,6 /proc/self/mountinfo; cat /proc/sys/net/ipv4/icmp_ratemask"
                    + " /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/*/accept_dad");

    private final BlankNamespaces stock = new BlankNamespaces(4);

    @AfterEach
    void emptyTheStock() {
        stock.limit(0);
    }

    private Lab lab() {
        return Lab.create(TOPOLOGY, Platform.libc(), stock);
    }

    private void fillTheStock() {
        lab().close();
        awaitReady(stock, 2);
    }

    private static void awaitReady(BlankNamespaces stock, int count) {
        await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> stock.ready() == count);
    }

    @Test
    void afterTheFirstLabAsManyAreMadeAheadAsItUsed() {
        assertThat(stock.ready()).isZero();
        fillTheStock();
        try (Lab second = lab()) {
            assertThat(second.namespaces()).hasSize(2);
            awaitReady(stock, 2); // others take the place of the taken ones
        }
    }

    @Test
    void aLabTakesANamespaceThatWasMadeAhead() throws Exception {
        fillTheStock();
        Set<Path> ahead = networksOfWaitingThreads();
        try (Lab lab = lab()) {
            assertThat(networksOf(lab)).isSubsetOf(ahead);
        }
    }

    @Test
    void aNamespaceMadeAheadIsLikeAnyOther() throws Exception {
        fillTheStock();
        try (Lab taken = lab();
                Lab made = Lab.create(TOPOLOGY, Platform.libc())) {
            for (NetworkNamespace namespace : taken.namespaces()) {
                NetworkNamespace like = made.namespace(namespace.name());
                assertThat(namespace.exec(LOOK.toArray(String[]::new)).output())
                        .isEqualTo(like.exec(LOOK.toArray(String[]::new)).output())
                        .contains("10.0.0.1 root-ns root_ns");
            }
        }
    }

    @Test
    @Timeout(120)
    void noNamespaceIsGivenTwice() throws Exception {
        Set<Path> inUse = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(pool.submit(() -> {
                    for (int round = 0; round < 10; round++) {
                        try (Lab lab = lab()) {
                            Set<Path> networks = networksOf(lab);
                            networks.forEach(network -> assertThat(inUse.add(network))
                                    .as("only this lab has %s", network)
                                    .isTrue());
                            assertThat(lab.namespace("blue_ns").interfaces())
                                    .extracting(Interface::name)
                                    .contains("veth_blue_ns")
                                    .doesNotContain("veth_root_ns");
                            inUse.removeAll(networks);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theCallingThreadStaysWhereItIs() throws Exception {
        Path here = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net"));
        for (int i = 0; i < 10; i++) {
            fillTheStock();
            assertThat(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")))
                    .isEqualTo(here);
        }
    }

    @Test
    void theStockHasNoDescriptorsAndNoThreadsAmongThoseOfTests() {
        lab().close(); // opens what stays open in this JVM
        stock.limit(0);
        Traces before = Traces.now();
        stock.limit(4);
        try (Lab lab = lab()) {
            awaitReady(stock, 2);
            assertThat(lab.leftThreads()).isEmpty();
            assertThat(lab.leftProcesses()).isEmpty();
        }
        before.assertNothingAdded("the stock");
        assertThat(stock.ready()).isEqualTo(2);
        assertThat(JavaThreads.living()).extracting(Thread::getName).noneMatch(BlankNamespacesTests::isOfAStock);
        Thread[] active = new Thread[2 * Thread.activeCount() + 100];
        int count = Thread.enumerate(active);
        assertThat(Arrays.asList(active).subList(0, count))
                .as("the threads that Thread.activeCount() counts")
                .extracting(Thread::getName)
                .noneMatch(BlankNamespacesTests::isOfAStock);
    }

    @Test
    void aLabWithOtherSettingsIsMadeAsItWasBefore() throws Exception {
        fillTheStock();
        Set<Path> ahead = networksOfWaitingThreads();
        try (Lab lab = Lab.create(
                Topology.of(Namespace.of("blue_ns").withDuplicateAddressDetection()), Platform.libc(), stock)) {
            assertThat(networksOf(lab)).doesNotContainAnyElementsOf(ahead);
            assertThat(lab.namespace("blue_ns").sysctl("net.ipv6.conf.default.accept_dad"))
                    .isEqualTo("1");
        }
    }

    @Test
    void nothingIsMadeAheadIfItIsOff() throws Exception {
        assertThat(ChildJvm.of(Looking.class).with("-Dnetns.junit.ahead=off").output())
                .contains("ahead: 0, threads: 0");
        assertThat(ChildJvm.of(Looking.class).with("-Dnetns.junit.ahead=1").output())
                .contains("ahead: 1, threads: 1");
    }

    @Test
    void nothingIsMadeAheadOnOneProcessor() throws Exception {
        assertThat(ChildJvm.of(Looking.class).with("-XX:ActiveProcessorCount=1").output())
                .contains("ahead: 0, threads: 0");
    }

    @Test
    void anOrdinaryUserNeverMeetsALimitBecauseOfTheStock() throws Exception {
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        assertThat(ChildJvm.of(AtTheLimit.class)
                        .startedBy(UserNamespace.ENTER)
                        .startedBy(
                                List.of("sh", "-c", "echo 5 > /proc/sys/user/max_net_namespaces && exec \"$@\"", "sh"))
                        .output())
                .contains("made ahead: 2", "both labs live", "made ahead afterwards: 0");
    }

    private static Set<Path> networksOf(Lab lab) throws IOException {
        Set<Path> networks = new HashSet<>();
        for (NetworkNamespace namespace : lab.namespaces()) {
            networks.add(namespace.internals().identity().orElseThrow());
        }
        return networks;
    }

    /** Whether a thread of this name keeps a namespace that was made ahead. The kernel keeps only so much of the name. */
    private static boolean isOfAStock(String thread) {
        return thread.startsWith("netns-junit ahe");
    }

    /** The networks in which the threads of the process wait that belong to no lab. Other stocks may have some too. */
    private static Set<Path> networksOfWaitingThreads() throws IOException {
        Set<Path> networks = new HashSet<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                try {
                    if (isOfAStock(Files.readString(task.resolve("comm")))) {
                        networks.add(Files.readSymbolicLink(task.resolve("ns/net")));
                    }
                } catch (IOException ended) {
                    // then it waits no longer
                }
            }
        }
        return networks;
    }

    /** Makes two labs and prints how many namespaces were made ahead after the first. */
    static final class Looking {

        private Looking() {}

        public static void main(String[] arguments) throws IOException {
            BlankNamespaces stock = BlankNamespaces.ofProcess();
            int allowed = Integer.getInteger(BlankNamespaces.AHEAD, 0);
            for (int labs = 0; labs < 2; labs++) {
                Lab.create(TOPOLOGY).close();
                if (allowed == 0) { // then there is nothing to wait for: it must stay so
                    await().during(Duration.ofSeconds(1))
                            .atMost(Duration.ofSeconds(20))
                            .until(() -> stock.ready() == 0
                                    && networksOfWaitingThreads().isEmpty());
                } else {
                    awaitReady(stock, allowed);
                }
            }
            System.out.println("ahead: " + stock.ready() + ", threads: "
                    + networksOfWaitingThreads().size());
        }
    }

    /** Makes more namespaces than there is room for beside those that were made ahead. */
    static final class AtTheLimit {

        private AtTheLimit() {}

        public static void main(String[] arguments) {
            BlankNamespaces stock = BlankNamespaces.ofProcess();
            stock.limit(4);
            Topology others = Topology.of(
                    Namespace.of("one").withDuplicateAddressDetection(),
                    Namespace.of("two").withDuplicateAddressDetection(),
                    Namespace.of("three").withDuplicateAddressDetection());
            try (Lab first = Lab.create(TOPOLOGY)) {
                awaitReady(stock, 2);
                System.out.println("made ahead: " + stock.ready());
                try (Lab second = Lab.create(others)) {
                    System.out.println("both labs live: " + first + ", " + second);
                }
            }
            System.out.println("made ahead afterwards: " + stock.ready());
        }
    }
}
