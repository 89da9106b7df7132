package io.github.netnsjunit.policy;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.holds.Programs;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.HostNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.Nft;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.PacketCounter;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules in the language of nft, loaded by the program. */
@NetNamespace("left")
@NetNamespace("right")
@VethPair(
        left = @VethEnd(namespace = "left", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "right", name = "eth0", address = "10.0.0.2/24"))
@Tag("kernel")
class NftRulesetTests {

    private static final String REJECTING = """
            table inet mine {
              counter web { }
              chain in {
                type filter hook input priority filter;
                tcp dport 80 counter name "web" reject with icmpx admin-prohibited
                icmp type echo-request counter accept comment "pings"
              }
            }
            """;

    @NetNamespace("left")
    private NetworkNamespace left;

    @NetNamespace("right")
    private NetworkNamespace right;

    @BeforeAll
    static void needsTheProgram() {
        Programs.need("nft");
    }

    @Test
    @Nft(namespace = "right", ruleset = REJECTING)
    void declaredRulesAreThereWhenTheTestBegins() {
        assertThat(left).cannotConnectTo("10.0.0.2", 80).because(Unreachable.PROHIBITED);
        assertThat(left).canPing("10.0.0.2");
        assertThat(right.counters())
                .extracting(PacketCounter::table, PacketCounter::chain, PacketCounter::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mine", "", "web"),
                        org.assertj.core.groups.Tuple.tuple("mine", "in", "pings"));
        assertThat(right.counters()).allSatisfy(counter -> {
            assertThat(counter.packets()).isPositive();
            assertThat(counter.bytes()).isGreaterThanOrEqualTo(40 * counter.packets());
        });
    }

    @Test
    void theirCountersAreNotTakenForThoseOfAMasquerade() {
        right.nft("""
                table inet mine {
                  counter forwarded { }
                  counter left { }
                  chain in { type filter hook input priority filter; tcp dport 80 counter name "forwarded" drop; }
                }
                """);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(left).canConnectTo("10.0.0.2", 80))
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining("Docker"));
        assertThat(right.counters()).anyMatch(counter -> counter.packets() > 0);
    }

    @Test
    void comeAndGoInALiveLab(Lab lab) throws Exception {
        try (ServerSocket web = right.serverSocketFactory().createServerSocket(80)) {
            assertThat(web.isBound()).isTrue();
            right.nft("table ip kept { counter stays { }; }");
            try (Addition rules = lab.add(NftRuleset.of("right", REJECTING))) {
                assertThat(rules.parts()).hasSize(1);
                assertThat(left).cannotConnectTo("10.0.0.2", 80).because(Unreachable.PROHIBITED);
            }
            assertThat(left).canConnectTo("10.0.0.2", 80);
            assertThat(right.counters()).extracting(PacketCounter::table).containsExactly("kept");
        }
    }

    @Test
    void aMistakeIsToldInTheWordsOfNftWithItsPlaceAndNothingIsLoaded(Lab lab) {
        String wrong = """
                table inet mine {
                  counter web { }
                  chain in { type filter hook inptu priority filter; }
                }
                """;
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> right.nft(wrong))
                .withMessageContaining(
                        "namespace [right]: could not load a ruleset: nft refused the ruleset, and nothing of it is loaded:")
                .withMessageContaining("/dev/stdin:3:31-35: Error: unknown chain hook")
                .withMessageContaining("^^^^^");
        assertThatExceptionOfType(LabException.class)
                .isThrownBy(() -> lab.add(NftRuleset.of("right", wrong)))
                .withMessageContaining("3:31-35")
                .satisfies(failure -> assertThat(failure.part()).contains(NftRuleset.of("right", wrong)));
        // The kernel refuses the last line, and undoes the first.
        assertThatThrownBy(() -> right.nft("""
                table inet mine { counter web { }; }
                delete table inet absent
                """))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("2:19-24: Error: ")
                .hasMessageContaining("No such file");
        assertThat(right.counters()).isEmpty();
    }

    /** A library in this process would not survive this: it is not safe for threads, and ends the process on the last ruleset. */
    @Test
    void isSafeForThreadsAndRulesetsThatEndTheProgram() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> loading = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                NetworkNamespace to = i % 2 == 0 ? left : right;
                String ruleset = "table inet t" + i + " { counter c { }; }";
                loading.add(threads.submit(() -> to.nft(ruleset)));
            }
            for (Future<?> each : loading) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(left.counters()).hasSize(12);
        assertThat(right.counters()).hasSize(12);
        String tooWide = "ip6 saddr . ip6 daddr . ip6 saddr . ip6 daddr . ip6 saddr";
        assertThatThrownBy(() ->
                        left.nft("table ip6 w { chain c { " + tooWide + " { ::1 . ::1 . ::1 . ::1 . ::1 } drop; }; }"))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("could not load a ruleset");
    }

    @Test
    @EnabledIfKernelHas(KernelFeature.HOST_NAMESPACE)
    @HostNamespace("host")
    void theHostsRulesAreLeftAlone(Lab lab) {
        assertThatThrownBy(() -> lab.namespace("host").nft("flush ruleset"))
                .hasMessageContaining("a test may not change the host's rules for packets");
        assertThatThrownBy(() -> Topology.of(Namespace.host("h"), NftRuleset.of("h", "flush ruleset")))
                .hasMessageContaining("nft h: flush ruleset: a test may not filter the host's packets");
        assertThatThrownBy(() -> Topology.of(Namespace.of("a"), NftRuleset.of("a", " ")))
                .hasMessageContaining("the rules [ruleset] are empty");
    }
}
