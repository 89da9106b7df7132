package io.github.netnsjunit.examples;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Ifb;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import io.github.netnsjunit.topology.KernelFeature;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An interface through which what comes in takes a way that {@code tc} can change. */
@EnabledIfKernelHas(KernelFeature.IFB)
@NetNamespace("red")
@NetNamespace("blue")
@VethPair(
        left = @VethEnd(namespace = "red", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "blue", name = "eth0", address = "10.0.0.2/24"))
@Tag("kernel")
class IfbTests {

    // tag::ifb[]
    @Test
    @Ifb(namespace = "blue", name = "ifb0")
    void whatComesInTakesTheWayOverAnother(@NetNamespace("blue") NetworkNamespace blue) {
        tc(blue, "qdisc add dev eth0 ingress");
        tc(
                blue,
                "filter add dev eth0 parent ffff: protocol ip u32 match u32 0 0 action mirred egress redirect dev ifb0");
        assertThat(blue).canPing("10.0.0.1");
        assertThat(blue.interfaceNamed("ifb0").sentPackets()).isPositive();
    }
    // end::ifb[]

    private static void tc(NetworkNamespace namespace, String arguments) {
        Programs.need("tc");
        String[] command = Stream.of(("tc " + arguments).split(" ", -1)).toArray(String[]::new);
        ExecResult result = namespace.exec(command);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
