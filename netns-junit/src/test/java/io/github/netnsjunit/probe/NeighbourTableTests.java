package io.github.netnsjunit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.IpCommand;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the neighbour table explains that no answer came. */
@Tag("kernel")
class NeighbourTableTests {

    @Test
    void shouldExplainTheSilenceIfLoopbackIsDown() throws Exception {
        // GIVEN
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("mute").withoutLoopback(),
                Namespace.of("other"),
                VethLink.between(End.of("mute", "a", "10.0.0.1/24"), End.of("other", "b", "10.0.0.2/24")),
                VethLink.between(End.of("mute", "wrong", "10.0.1.1/24"), End.of("other", "c", "10.0.1.2/24"))))) {
            String sameAddressOnTheOtherLink = "10.0.0.3 lladdr 02:00:00:00:00:03 dev wrong";
            IpCommand.in(lab.namespace("mute"), "neighbour add " + sameAddressOnTheOtherLink);
            // WHEN
            Reachability result = Ping.of(lab.namespace("mute"), "10.0.0.3").send();
            // THEN
            assertThat(result).isInstanceOfSatisfying(NotReached.class, notReached -> {
                assertThat(notReached.reason()).isEqualTo(Unreachable.HOST_UNREACHABLE);
                assertThat(notReached.detail())
                        .matches("the neighbour 10\\.0\\.0\\.3 does not answer \\((FAILED|INCOMPLETE)\\)");
            });
        }
    }

    @Test
    void shouldLookUpTheNeighbourToWhichPolicyRoutingLeads() throws Exception {
        // GIVEN
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("client"),
                Namespace.of("router"),
                VethLink.between(End.of("client", "a", "10.0.0.2/24"), End.of("router", "b", "10.0.0.1/24")),
                StaticRoute.defaultVia("client", "10.0.0.9")))) {
            NetworkNamespace client = lab.namespace("client");
            for (String change : List.of(
                    "neighbour add 10.0.0.9 dev a nud failed",
                    "route add default via 10.0.0.1 table 100",
                    "rule add to 10.70.0.0/16 lookup 100")) {
                IpCommand.in(client, change);
            }
            // WHEN: the router does not forward
            Reachability result = TcpConnect.of(client, "10.70.0.1", 80)
                    .timeout(Duration.ofMillis(300))
                    .send();
            // THEN
            assertThat(result).isEqualTo(new NotReached(Unreachable.TIMED_OUT, "no answer within 0.3 s"));
        }
    }
}
