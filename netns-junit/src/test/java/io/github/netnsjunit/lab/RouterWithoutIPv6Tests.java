package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.kernel.libc.ChangedLibc;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import org.junit.jupiter.api.Test;

/** A kernel without IPv6 has no parameters of IPv6. */
class RouterWithoutIPv6Tests {

    /** The kernel of this machine, but its files of IPv6 parameters cannot be found. */
    private static Libc withoutIPv6() {
        ChangedLibc without = (name, arguments, real) -> {
            if (name.equals("open") && ((String) arguments[0]).startsWith("/proc/sys/net/ipv6/")) {
                throw new LinuxException("open " + arguments[0], Errno.ENOENT);
            }
            return real.make();
        };
        return without.asLibc();
    }

    @Test
    void aRouterForwardsIPv4() {
        Topology topology = Topology.of(
                Lan.of("office", "10.1.0.0/24", "alice").routers("home"),
                Lan.of("internet", "10.2.0.0/24", "server"),
                Router.of("home", "office", "internet").ttl(100));
        try (Lab lab = Lab.create(topology, withoutIPv6())) {
            assertThat(lab.namespace("alice")).canPing("10.2.0.1");
            try (Addition garden =
                    lab.add(Lan.of("garden", "10.3.0.0/24", "gnome"), Router.of("gate", "garden", "office"))) {
                assertThat(garden.parts()).hasSize(2);
                assertThat(lab.namespace("server")).canPing("10.3.0.1");
            }
        }
    }

    @Test
    void aParameterThatIsAskedForIsMissing() {
        Topology topology =
                Topology.of(Namespace.of("alice"), SysctlSetting.of("alice", "net.ipv6.conf.all.forwarding", "1"));
        assertThatThrownBy(() -> Lab.create(topology, withoutIPv6()))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("net.ipv6.conf.all.forwarding");
    }
}
