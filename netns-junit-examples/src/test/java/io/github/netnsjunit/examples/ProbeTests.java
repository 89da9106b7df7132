package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Reachability;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.Reachability.Reached;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.Unreachable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the assertions send can be sent without asserting anything. */
@BlueNetwork
class ProbeTests {

    // tag::probe[]
    @Test
    void anAnswerIsAValue(@NetNamespace("blue_ns") NetworkNamespace blue) throws InterruptedException {
        Reachability ping =
                Ping.of(blue, "10.0.0.1").timeout(Duration.ofSeconds(1)).send();
        assertThat(ping).isInstanceOf(Reached.class);

        Reachability connection = TcpConnect.of(blue, "10.0.0.1", 81).send();
        assertThat(connection)
                .isInstanceOfSatisfying(
                        NotReached.class, result -> assertThat(result.reason()).isEqualTo(Unreachable.REFUSED));
    }
    // end::probe[]
}
