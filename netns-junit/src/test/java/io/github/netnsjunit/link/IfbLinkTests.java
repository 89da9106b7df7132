package io.github.netnsjunit.link;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Ifb;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.IFB)
@NetNamespace("a")
class IfbLinkTests {

    @Test
    void readsAsIpWritesIt() {
        assertThat(IfbLink.of("a", "ifb0")).hasToString("ifb a:ifb0");
    }

    @Test
    @Ifb(namespace = "a", name = "ifb0", mtu = 1400)
    @Ifb(namespace = "a", name = "ifb1", up = false)
    void isAsDeclared(@NetNamespace("a") NetworkNamespace a) {
        assertThat(a).hasInterface("ifb0").isUp();
        assertThat(a).hasInterface("ifb1").isDown();
        assertThat(a.interfaceNamed("ifb0").mtu()).isEqualTo(1400);
        assertThat(a.interfaceNamed("ifb0").kind()).isEqualTo("ifb");
    }

    @Test
    void comesAndGoesInALiveLab(Lab lab, @NetNamespace("a") NetworkNamespace a) {
        try (Addition ifb = lab.add(IfbLink.of("a", "ifb0"))) {
            assertThat(ifb.parts()).hasSize(1);
            assertThat(a).hasInterface("ifb0").isUp();
        }
        assertThat(a).hasOnlyInterfaces("lo");
    }
}
