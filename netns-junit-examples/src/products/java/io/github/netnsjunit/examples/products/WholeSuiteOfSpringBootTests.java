package io.github.netnsjunit.examples.products;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Asks the kernel whether a whole suite of Spring Boot stays inside. A namespace plays the machine that the suite is run on, so that nothing
 * else counts there; the address that the suite tries to reach is next to it, and would answer.
 */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "203.0.113.2/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "203.0.113.1/24"))
class WholeSuiteOfSpringBootTests {

    @Test
    void theMachineCountsNothing(Lab lab) throws Exception {
        NetworkNamespace machine = lab.namespace("machine");
        try (ServerSocket server =
                lab.namespace("internet").serverSocketFactory().createServerSocket(80)) {
            Map<String, Long> before = counters(machine);
            ExecResult ended = machine.javaProcess(Suite.class)
                    .environment("JDK_JAVA_OPTIONS", "-Dnetns.junit.jvm=hermetic --enable-native-access=ALL-UNNAMED")
                    .exec(Duration.ofMinutes(3));

            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(counters(machine)).isEqualTo(before);

            assertThat(machine).canConnectTo("203.0.113.1", server.getLocalPort());
            assertThat(counters(machine)).isNotEqualTo(before); // it does count
        }
    }

    /** What the kernel has counted of IPv4 and of both families: connections begun and accepted, and what was sent. */
    private static Map<String, Long> counters(NetworkNamespace machine) {
        List<String> lines = machine.exec("cat", "/proc/net/snmp", "/proc/net/snmp6")
                .output()
                .lines()
                .toList();
        Map<String, Long> counters = new TreeMap<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            List<String> names = words(lines.get(i));
            List<String> values = words(lines.get(i + 1));
            if (names.get(0).matches("(Ip|Tcp|Udp):") && names.get(0).equals(values.get(0))) {
                for (int k = 1; k < names.size(); k++) {
                    counters.put(names.get(0) + names.get(k), Long.parseLong(values.get(k)));
                }
            } else if (names.get(0).matches("(Udp6OutDatagrams|Udp6InDatagrams)")) {
                counters.put(names.get(0), Long.parseLong(names.get(1)));
            }
        }
        assertThat(counters)
                .containsKeys("Tcp:ActiveOpens", "Tcp:PassiveOpens", "Udp:OutDatagrams", "Udp6OutDatagrams");
        return counters;
    }

    private static List<String> words(String line) {
        return Pattern.compile("\\s+").splitAsStream(line).toList();
    }

    /** Runs the suite as a build tool does. */
    static final class Suite {

        private Suite() {}

        public static void main(String[] arguments) {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            try (LauncherSession session = LauncherFactory.openSession()) {
                session.getLauncher()
                        .execute(
                                LauncherDiscoveryRequestBuilder.request()
                                        .selectors(selectPackage(
                                                WholeSuiteOfSpringBootTests.class.getPackageName() + ".wholesuite"))
                                        .build(),
                                summary);
            }
            summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, UTF_8));
            System.exit(
                    summary.getSummary().getTestsSucceededCount() > 0
                                    && summary.getSummary().getTotalFailureCount() == 0
                            ? 0
                            : 1);
        }
    }
}
