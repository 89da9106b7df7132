package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How kernel parameters are set, and what is reported if the kernel refuses a value. */
@Timeout(60)
@Tag("kernel")
class SysctlTests {

    private static final String FORWARDING = "net.ipv4.ip_forward";
    private static final String RESERVED = "net.ipv4.ip_local_reserved_ports";

    @Test
    void isSetToTheWholeValueOrRefused() {
        assertThatThrownBy(() -> create(FORWARDING, "1 2"))
                .isExactlyInstanceOf(LabException.class)
                .hasMessage(
                        "namespace [blue_ns]: the kernel parameter [net.ipv4.ip_forward] is set to [1], and takes no"
                                + " more of [1 2]");
        try (Lab lab = create(FORWARDING, "1")) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            assertThatThrownBy(() -> blue.sysctl(FORWARDING, "0 1"))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageContaining("[blue_ns]")
                    .hasMessageContaining("[0 1]");
            assertThat(blue.sysctl(FORWARDING)).isEqualTo("0");
        }
    }

    @Test
    void mayBeEmptyIfTheKernelAcceptsThat() {
        try (Lab lab = create(RESERVED, "8080")) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            blue.sysctl(RESERVED, "");
            assertThat(blue.sysctl(RESERVED)).isEmpty();
            assertThatThrownBy(() -> blue.sysctl(FORWARDING, ""))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageContaining("EINVAL");
        }
    }

    @Test
    void isRefusedWithTheValueAndTheKernelsRange() {
        assertThatThrownBy(() -> create("net.ipv4.ip_default_ttl", "300"))
                .isExactlyInstanceOf(LabException.class)
                .hasMessage(
                        "namespace [blue_ns]: could not set net.ipv4.ip_default_ttl to [300]: the kernel takes whole"
                                + " numbers from 1 to 255; it is [64] now: write(/proc/sys/net/ipv4/ip_default_ttl): EINVAL"
                                + " (Invalid argument)");
        try (Lab lab = create(FORWARDING, "1")) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            assertThatThrownBy(() -> blue.sysctl("net.ipv4.conf.lo.rp_filter", "on"))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageContaining("could not set net.ipv4.conf.lo.rp_filter to [on]")
                    .hasMessageContaining("the kernel takes whole numbers from ")
                    .hasMessageContaining("it is [0] now")
                    .hasMessageNotContaining("descriptor");
            assertThatThrownBy(() -> blue.sysctl("net.ipv4.tcp_congestion_control", "nosuch"))
                    .isExactlyInstanceOf(LabException.class)
                    .hasMessageContaining("to [nosuch]: the kernel does not take this value; it is [")
                    .hasMessageContaining("ENOENT");
            assertThat(blue.sysctl("net.ipv4.ip_default_ttl")).isEqualTo("64");
        }
    }

    @Test
    void mayBelongToAnInterfaceWithADotInItsName() {
        String parameter = "net.ipv4.conf.eth0.5.forwarding";
        Topology topology = Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(End.of("root_ns", "eth0"), End.of("blue_ns", "eth0.5")),
                SysctlSetting.of("blue_ns", parameter, "1"));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            assertThat(blue.sysctl(parameter)).isEqualTo("1");
            blue.sysctl(parameter, "0");
            assertThat(blue.sysctl("net/ipv4/conf/eth0.5/forwarding")).isEqualTo("0");
        }
    }

    @Test
    void ofAnInterfaceWithADotInItsNameIsWrittenInEachFormInBothFamilies() {
        Topology topology = Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(End.of("root_ns", "eth0"), End.of("blue_ns", "eth0.100")),
                VethLink.between(End.of("root_ns", "eth1"), End.of("blue_ns", "eth0")),
                SysctlSetting.of("blue_ns", "net.ipv4.conf.eth0.100.forwarding", "1"),
                SysctlSetting.of("blue_ns", "net.ipv6.conf.eth0/100.forwarding", "1"),
                SysctlSetting.of("blue_ns", "net/ipv4/neigh/eth0.100/retrans_time_ms", "500"));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            for (String family : List.of("ipv4", "ipv6")) {
                for (String form : List.of(
                        "net.%s.conf.eth0.100.forwarding",
                        "net.%s.conf.eth0/100.forwarding", "net/%s/conf/eth0.100/forwarding")) {
                    assertThat(blue.sysctl(form.formatted(family))).as(form).isEqualTo("1");
                }
                assertThat(blue.sysctl("net.%s.conf.eth0.forwarding".formatted(family)))
                        .isEqualTo("0");
            }
            assertThat(blue.sysctl("net.ipv4.neigh.eth0.100.retrans_time_ms")).isEqualTo("500");
        }
        assertThatThrownBy(() -> topology.with(SysctlSetting.of("blue_ns", "net/ipv6/conf/eth0.100/forwarding", "0")))
                .hasMessageContaining("it is set otherwise too, as [net.ipv6.conf.eth0/100.forwarding] to [1]");
    }

    @Test
    void thatIsMissingIsToldWithTheInterfaceThatIs() {
        assertThatThrownBy(() -> create("net.ipv4.confs.lo.forwarding", "1"))
                .isExactlyInstanceOf(LabException.class)
                .hasMessageContaining("could not set net.ipv4.confs.lo.forwarding to [1]: ")
                .hasMessageEndingWith(
                        "The namespace has no such kernel parameter. This kernel lacks it, or has one for the"
                                + " whole machine.");
        try (Lab lab = create(FORWARDING, "1")) {
            NetworkNamespace blue = lab.namespace("blue_ns");
            assertThatThrownBy(() -> blue.sysctl("net.ipv4.conf.eth0.100.forwarding"))
                    .hasMessage(
                            "namespace [blue_ns] has no kernel parameter [net.ipv4.conf.eth0.100.forwarding] that is"
                                    + " readable: there is no interface [eth0.100]; it has [lo]");
            assertThatThrownBy(() -> blue.sysctl("net.ipv4.conf.lo.forwardings"))
                    .hasMessage(
                            "namespace [blue_ns] has no kernel parameter [net.ipv4.conf.lo.forwardings] that is readable");
        }
    }

    /** The kernel's error is EACCES, but no privilege is missing. */
    @Test
    void mayMakeTheKernelRefuseAnAddress() {
        assumeTrue(KernelFeature.IPV6.isAvailable(), KernelFeature.IPV6.reason());
        Topology topology = Topology.of(
                Namespace.of("root_ns"),
                Namespace.of("blue_ns"),
                VethLink.between(End.of("root_ns", "eth0"), End.of("blue_ns", "eth0", "fd00::1/64")),
                SysctlSetting.of("blue_ns", "net.ipv6.conf.default.disable_ipv6", "1"));
        assertThatThrownBy(() -> Lab.create(topology))
                .isExactlyInstanceOf(LabException.class)
                .hasMessageStartingWith("namespace [blue_ns], interface [eth0]: could not configure the links:"
                        + " add address fd00::1/64: EACCES (");
    }

    /** A child process in a mount namespace with a read-only /proc/sys, as in a container. */
    @Test
    void isRefusedWithARemedyIfProcSysIsReadOnly() throws Exception {
        List<String> readOnly = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys && exec \"$@\"",
                "sh");
        assertThat(ChildJvm.of(Forwarding.class).startedBy(readOnly).output())
                .contains("LabException: namespace [blue_ns]: could not set net.ipv4.ip_forward to [1]")
                .contains("EROFS")
                .contains("--security-opt systempaths=unconfined");
    }

    private static Lab create(String parameter, String value) {
        return Lab.create(Topology.of(Namespace.of("blue_ns"), SysctlSetting.of("blue_ns", parameter, value)));
    }

    /** The child process. */
    static final class Forwarding {
        private Forwarding() {}

        public static void main(String[] arguments) {
            try (Lab lab = create(FORWARDING, "1")) {
                System.out.println("made " + lab);
            } catch (LabException refused) {
                System.out.println(refused);
            }
        }
    }
}
