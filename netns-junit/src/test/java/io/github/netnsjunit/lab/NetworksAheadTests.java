package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.lab.inside.BlankNamespaces;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.provision.NetworksAhead;
import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.Firewall;
import io.github.netnsjunit.policy.FirewallPreset;
import io.github.netnsjunit.policy.Nat;
import io.github.netnsjunit.policy.NatKind;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.service.DnsServer;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Networks that are made ahead, for tests that have the same one after the other. */
class NetworksAheadTests {

    private static final Topology TOPOLOGY = Topology.of(
            Namespace.of("root_ns"),
            Namespace.of("blue_ns"),
            VethLink.between(
                    End.of("root_ns", "veth_root_ns", "10.0.0.1/24", "fd00::1/64"),
                    End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24", "fd00::2/64")),
            StaticRoute.defaultVia("blue_ns", "10.0.0.1"),
            SysctlSetting.of("blue_ns", "net.ipv4.ip_default_ttl", "33"));

    private static final Topology HOME = Topology.of(
            Lan.of("office", "10.1.0.0/24", "alice"),
            Lan.of("internet", "203.0.113.0/24", "server"),
            Router.of("home", "office", "internet"),
            Nat.of("home", "internet", NatKind.SYMMETRIC),
            Firewall.of("server", FirewallPreset.STATEFUL));

    /** What a network that waited could have otherwise. */
    private static final List<String> LOOK = List.of(
            "sh",
            "-c",
            "hostname; cat /etc/hosts /etc/resolv.conf; ls /sys/class/net; cut -d: -f1 /proc/net/dev;"
                    + " cat /proc/net/route; cut -d' ' -f5,6 /proc/self/mountinfo; cat /proc/sys/net/ipv4/ip_default_ttl"
                    + " /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/*/accept_dad");

    private final BlankNamespaces stock = new BlankNamespaces(8);
    private final NetworksAhead networks = NetworksAhead.of(stock);

    @AfterEach
    void emptyTheStock() {
        stock.limit(0);
    }

    private Lab lab(Topology topology) {
        return Lab.create(topology, Platform.libc(), stock);
    }

    /** Makes and closes as many labs as it takes until a network waits for the next one. */
    private void awaitOneAhead(Topology topology) {
        lab(topology).close();
        lab(topology).close();
        awaitReady();
    }

    private void awaitReady() {
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(networks::isReady);
    }

    @Test
    void theThirdLabInARowWithTheSameTopologyFindsItsNetworkMade() throws Exception {
        lab(TOPOLOGY).close();
        assertThat(networks.isReady()).isFalse();
        lab(TOPOLOGY).close();
        awaitReady();
        try (Lab third = lab(TOPOLOGY)) {
            assertThat(third.namespace("blue_ns")).canPing("10.0.0.1");
            assertThat(third.namespace("blue_ns")).canPing("fd00::1");
            assertThat(third.namespace("root_ns")).canPing("blue-ns");
            awaitReady(); // for the fourth
        }
    }

    @Test
    void aNetworkMayBeOpenedBeforeItsLabTakesIt() throws Exception {
        awaitOneAhead(TOPOLOGY);
        networks.open(TOPOLOGY);
        networks.open(TOPOLOGY);
        try (Lab taken = lab(TOPOLOGY)) {
            assertThat(taken.namespace("blue_ns")).canPing("root-ns");
        }
    }

    @Test
    void aNetworkThatWasOpenedAndIsNotTakenIsClosed() {
        awaitOneAhead(TOPOLOGY);
        Set<String> before = openNamespaces();
        networks.open(TOPOLOGY);
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> !before.containsAll(openNamespaces()));
        stock.limit(0);
        assertThat(networks.isReady()).isFalse();
        await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> before.containsAll(openNamespaces()));
    }

    /** The network namespaces that this process has open, such as {@code net:[4026532177]}. */
    private static Set<String> openNamespaces() {
        Set<String> open = new HashSet<>();
        for (File descriptor : requireNonNull(new File("/proc/self/fd").listFiles())) {
            try {
                String target = Files.readSymbolicLink(descriptor.toPath()).toString();
                if (target.startsWith("net:")) {
                    open.add(target);
                }
            } catch (IOException closedMeanwhile) {
                // it is not open
            }
        }
        return open;
    }

    @Test
    void aNetworkMadeAheadIsLikeAnyOther() throws Exception {
        awaitOneAhead(TOPOLOGY);
        try (Lab taken = lab(TOPOLOGY);
                Lab made = Lab.create(TOPOLOGY, Platform.libc())) {
            for (NetworkNamespace namespace : taken.namespaces()) {
                NetworkNamespace like = made.namespace(namespace.name());
                assertThat(namespace.exec(LOOK.toArray(String[]::new)).output())
                        .isEqualTo(like.exec(LOOK.toArray(String[]::new)).output())
                        .contains("10.0.0.1 root-ns root_ns");
                assertThat(namespace.routes()).hasSameSizeAs(like.routes());
            }
        }
    }

    @Test
    void routersTranslatorsAndFirewallsAreMadeAheadToo() throws Exception {
        awaitOneAhead(HOME);
        try (Lab taken = lab(HOME)) {
            assertThat(taken.namespace("server")).canPing("203.0.113.254");
            assertThat(taken.namespace("alice")).cannotPing("server"); // because of the firewall
            assertThat(taken.namespace("home").sysctl("net.ipv4.ip_forward")).isEqualTo("1");
        }
    }

    @Test
    void kernelParametersOfANetworkMadeAheadOutliveAPartThatChangesThem() throws Exception {
        String parameter = "net.ipv4.conf.veth_blue_ns.forwarding";
        Topology forwarding = TOPOLOGY.with(SysctlSetting.of("blue_ns", parameter, "1"));
        awaitOneAhead(forwarding);
        try (Lab taken = lab(forwarding)) {
            NetworkNamespace blue = taken.namespace("blue_ns");
            try (Addition ofAllInterfaces =
                    taken.add(SysctlSetting.of("blue_ns", "net.ipv4.conf.all.forwarding", "1"))) {
                assertThat(ofAllInterfaces.parts()).hasSize(1);
            }
            assertThat(blue.sysctl("net.ipv4.conf.all.forwarding")).isEqualTo("0"); // which the kernel copies to each
            assertThat(blue.sysctl(parameter)).isEqualTo("1");
        }
    }

    @Test
    void whileItWaitsItHasNoDescriptorsAndNoThreadsAmongThoseOfTests() {
        lab(TOPOLOGY).close(); // opens what stays open in this JVM
        stock.limit(0);
        Traces before = Traces.now();
        stock.limit(8);
        awaitOneAhead(TOPOLOGY);
        before.assertNothingAdded("a network that waits");
        assertThat(networks.isReady()).isTrue();
        assertThat(JavaThreads.living())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("netns-junit ahead") || name.startsWith("netns-junit network"));
    }

    @Test
    void itIsCountedAmongTheNamespacesThatAreMadeAhead() {
        awaitOneAhead(TOPOLOGY);
        assertThat(stock.ready()).isEqualTo(2);
        lab(TOPOLOGY).close();
        awaitReady();
        assertThat(stock.ready()).isEqualTo(2);
    }

    @Test
    void aLabWithAnotherTopologyIsNotGivenIt() throws Exception {
        awaitOneAhead(TOPOLOGY);
        Topology other = Topology.of(Namespace.of("root_ns"), Namespace.of("blue_ns"));
        try (Lab lab = lab(other)) {
            assertThat(networks.isReady()).isFalse();
            assertThat(lab.namespace("blue_ns").interfaces())
                    .extracting(Interface::name)
                    .doesNotContain("veth_blue_ns");
        }
    }

    @Test
    void afterANetworkThatNobodyTookMoreLabsInARowAreNeeded() {
        assertThat(networks.labsNeeded()).isEqualTo(2);
        awaitOneAhead(TOPOLOGY);
        lab(HOME).close();
        assertThat(networks.labsNeeded()).isEqualTo(3);
        lab(TOPOLOGY).close();
        awaitOneAhead(TOPOLOGY);
        assertThat(networks.labsNeeded()).isEqualTo(3);
        lab(TOPOLOGY).close(); // takes it
        assertThat(networks.labsNeeded()).isEqualTo(2);
    }

    @Test
    void itIsGivenUpWithTheStock() {
        awaitOneAhead(TOPOLOGY);
        stock.limit(0);
        assertThat(networks.isReady()).isFalse();
        assertThat(stock.ready()).isZero();
    }

    @Test
    void anOrdinaryUserNeverMeetsALimitBecauseOfIt() throws Exception {
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        assertThat(ChildJvm.of(AtTheLimit.class)
                        .startedBy(UserNamespace.ENTER)
                        .startedBy(
                                List.of("sh", "-c", "echo 8 > /proc/sys/user/max_net_namespaces && exec \"$@\"", "sh"))
                        .output())
                .contains("made ahead: 2", "the large lab lives", "made ahead afterwards: 0");
    }

    @Test
    void whatThreadsNeedToEnterIsMadeWithALabIfTheLastOneWithItsTopologyWasEntered() throws Exception {
        Topology topology = Topology.of(Namespace.of("entered_ns"), Namespace.of("idle_ns"));
        BlankNamespaces nothingAhead = new BlankNamespaces(0);
        try (Lab first = Lab.create(topology, Platform.libc(), nothingAhead)) {
            assertThat(threadsWithMounts()).isEmpty();
            first.namespace("entered_ns").run(() -> {});
            assertThat(threadsWithMounts()).containsExactly("netns entered_ns mounts");
        }
        try (Lab second = Lab.create(topology, Platform.libc(), nothingAhead)) {
            assertThat(second.namespaces()).hasSize(2);
            // The thread of the first lab may still be ending.
            await().untilAsserted(() -> assertThat(threadsWithMounts()).containsExactly("netns entered_ns mounts"));
        }
        try (Lab third = Lab.create(topology, Platform.libc(), nothingAhead)) { // because nobody entered the second
            assertThat(third.namespaces()).hasSize(2);
            await().untilAsserted(() -> assertThat(threadsWithMounts()).isEmpty());
        }
    }

    private static List<String> threadsWithMounts() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.matches("netns (entered|idle)_ns mounts"))
                .toList();
    }

    @Test
    void aTopologyWithAServiceIsMadeWithItsLab() throws Exception {
        Topology named = TOPOLOGY.with(DnsServer.of("root_ns", "www.example.test. 60 IN A 10.0.0.1"));
        for (int i = 0; i < 4; i++) {
            try (Lab lab = lab(named)) {
                assertThat(networks.isReady()).isFalse();
                assertThat(lab.namespace("blue_ns")
                                .exec("getent", "hosts", "www.example.test")
                                .output())
                        .contains("10.0.0.1");
            }
        }
    }

    /** A part whose class forgets that it may be compared while a lab is closed. */
    private static final class Incomparable implements Part {

        static boolean fails;

        @Override
        public Set<Key> declares() {
            return Set.of();
        }

        @Override
        public boolean equals(Object other) {
            if (fails && other != this) {
                throw new IllegalStateException("cannot be compared");
            }
            return other == this;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void aLabIsClosedEvenIfItCannotBeComparedWithTheNextOne() {
        Lab closing = lab(Topology.of(Namespace.of("alice"), new Incomparable()));
        try (Lab next = lab(Topology.of(Namespace.of("alice"), new Incomparable()))) {
            Incomparable.fails = true;
            assertThatIllegalStateException().isThrownBy(closing::close).withMessage("cannot be compared");
            assertThat(closing.namespace("alice").isOpen()).isFalse();
            assertThat(next.isOpen()).isTrue();
        } finally {
            Incomparable.fails = false;
        }
    }

    /** Makes more namespaces than there is room for beside the network that was made ahead. */
    static final class AtTheLimit {

        private AtTheLimit() {}

        public static void main(String[] arguments) {
            BlankNamespaces stock = BlankNamespaces.ofProcess();
            stock.limit(4);
            Topology large = Topology.of(
                    Namespace.of("one").withDuplicateAddressDetection(),
                    Namespace.of("two").withDuplicateAddressDetection(),
                    Namespace.of("three").withDuplicateAddressDetection(),
                    Namespace.of("four").withDuplicateAddressDetection(),
                    Namespace.of("five").withDuplicateAddressDetection(),
                    Namespace.of("six").withDuplicateAddressDetection(),
                    Namespace.of("seven").withDuplicateAddressDetection());
            Lab.create(TOPOLOGY).close();
            Lab.create(TOPOLOGY).close();
            await().atMost(Duration.ofSeconds(30)).until(NetworksAhead.of(stock)::isReady);
            System.out.println("made ahead: " + stock.ready());
            try (Lab lab = Lab.create(large)) {
                System.out.println("the large lab lives: " + lab);
            }
            System.out.println("made ahead afterwards: " + stock.ready());
        }
    }
}
