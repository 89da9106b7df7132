package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.system.KernelModules;
import io.github.netnsjunit.lab.FailingLibc;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.process.NamespaceProcess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares what is said of the kernel with what {@code ip} and {@code tc} find when they try. */
@Tag("kernel")
class KernelFeatureTests {

    /** The message of the kernel, or of iproute2, for a kind that the kernel does not know. */
    private static final Pattern UNKNOWN_KIND =
            Pattern.compile("Unknown device type|Specified qdisc (kind is unknown|not found)|Operation not supported");

    /** The modules that put something into every namespace when they are loaded, also into the host's: gre0, net.vrf.strict_mode. */
    private static final Map<KernelFeature, String> LEAVE_TRACES = Map.of(
            KernelFeature.DUMMY, "dummy",
            KernelFeature.VRF, "vrf",
            KernelFeature.BOND, "bonding",
            KernelFeature.IFB, "ifb",
            KernelFeature.GRE, "ip_gre");

    private static final int NO_SUCH_PROGRAM = 127;

    @ParameterizedTest
    @EnumSource
    void isAvailableWhereItCanBeUsed(KernelFeature feature) {
        String module = LEAVE_TRACES.get(feature);
        if (module != null && !KernelModules.RUNNING.whyItMightLoad(module).isEmpty()) { // which the witness would load
            assertThat(feature.reason()).contains("modprobe " + module);
            return;
        }
        assertThat(feature.isAvailable())
                .as("%s is there: %s", feature, feature.reason())
                .isEqualTo(accordingToAWitness(feature));
        assertThat(feature.reason().isEmpty()).isEqualTo(feature.isAvailable());
    }

    /** Without this privilege, the kernel does not even tell whether it knows a kind. */
    @Test
    void isNotAvailableToAUserWhoMayNotUseIt() throws Exception {
        List<String> withoutNetworks = List.of("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin");
        assertThat(ChildJvm.of(Reasons.class).startedBy(withoutNetworks).output())
                .contains("could not try BRIDGE in a scratch namespace: add a link of type bridge: EPERM")
                .contains("could not try NETEM in a scratch namespace: add a queueing discipline netem: EPERM")
                .contains("lacks CAP_NET_ADMIN");
    }

    /** A kernel answers like this to a type that it does not know: to any qdisc, if it was configured without CONFIG_NET_SCHED. */
    @ParameterizedTest
    @EnumSource(names = {"BRIDGE", "HTB"})
    void isNotAvailableIfTheKernelKnowsNoSuchType(KernelFeature feature) {
        assertThat(feature.tryWith(new FailingLibc().spoilRequest(1).libc()))
                .startsWith("this kernel has no " + feature.name().toLowerCase(Locale.ROOT) + " (add a ")
                .contains("EOPNOTSUPP");
    }

    @Test
    void isUnknownIfItCannotBeTried() {
        int number = 1;
        while (isRefused(new FailingLibc().failCall(number, Errno.ENOMEM))) {
            number++;
        }
        assertThat(number).as("system calls of a trial").isGreaterThan(6);
    }

    private static boolean isRefused(FailingLibc fault) {
        Throwable refusal = catchThrowable(() -> KernelFeature.BRIDGE.tryWith(fault.libc()));
        if (fault.failed() == null) {
            assertThat(refusal).isNull();
            return false;
        }
        assertThat(refusal)
                .as(fault.failed())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("could not try BRIDGE in a scratch namespace")
                .hasMessageContaining("ENOMEM");
        return true;
    }

    /** Prints the reasons. Runs in a process that lacks a privilege. */
    static final class Reasons {
        private Reasons() {}

        public static void main(String[] arguments) {
            System.out.println(KernelFeature.BRIDGE.reason());
            System.out.println(KernelFeature.NETEM.reason());
        }
    }

    private static boolean accordingToAWitness(KernelFeature feature) {
        return switch (feature) {
            case VETH -> adds("type veth peer name other");
            case BRIDGE -> adds("type bridge");
            case VLAN_FILTERING -> adds("type bridge vlan_filtering 1");
            case DUMMY -> adds("type dummy");
            case VLAN -> adds("link base type vlan id 5");
            case VXLAN -> adds("type vxlan id 5 dstport 4789 remote 10.0.0.2");
            case GENEVE -> adds("type geneve id 5 remote 10.0.0.2");
            case MACVLAN -> adds("link base type macvlan");
            case MACVTAP -> adds("link base type macvtap");
            case IPVLAN -> adds("link base type ipvlan");
            case VRF -> adds("type vrf table 10");
            case POLICY_RULES -> succeeds("ip rule add lookup 100");
            case WIREGUARD -> adds("type wireguard");
            case BOND -> adds("type bond");
            case IFB -> adds("type ifb");
            case GRE -> adds("type gre local 10.0.0.1 remote 10.0.0.2");
            case IPIP -> adds("type ipip local 10.0.0.1 remote 10.0.0.2");
            case SIT -> adds("type sit local 10.0.0.1 remote 10.0.0.2");
            case IP6TNL -> adds("type ip6tnl local fd00::1 remote fd00::2");
            case IP6GRE -> adds("type ip6gre local fd00::1 remote fd00::2");
            case NETEM -> disciplines("netem delay 1ms");
            case TBF -> disciplines("tbf rate 1mbit burst 32kbit latency 400ms");
            case NFTABLES -> filters("ct state new");
            case NFT_REJECT -> filters("reject");
            case NFT_LIMIT -> filters("limit rate 1/second");
            case NFT_NAT ->
                succeeds("nft 'add table ip t; add chain ip t c { type nat hook prerouting priority dstnat; };"
                        + " add rule ip t c dnat to 10.0.0.1'");
            case NFT_OWNER ->
                succeeds("nft 'add table ip t { flags owner; }; add chain ip t c { type nat hook postrouting priority"
                        + " srcnat; }; add rule ip t c masquerade'");
            case HTB -> disciplines("htb");
            case PRIO -> disciplines("prio");
            case FQ_CODEL -> disciplines("fq_codel");
            case OFFLOADS -> succeeds("genl ctrl get name ethtool | grep ethtool");
            case TUN -> succeeds("ip tuntap add dev made mode tap");
            case IPV6 -> succeeds("test -e /proc/net/if_inet6");
            case HOST_NAMESPACE ->
                succeeds("nsenter --net=/proc/" + ProcessHandle.current().pid() + "/ns/net true");
        };
    }

    private static boolean adds(String link) {
        return knows("ip link add name made " + link);
    }

    private static boolean filters(String rule) {
        return succeeds("nft 'add table inet t; add chain inet t c { type filter hook input priority 0; };"
                + " add rule inet t c " + rule + "'");
    }

    private static boolean disciplines(String kind) {
        return knows("tc qdisc add dev base root " + kind);
    }

    /** Whether a command succeeds. If it fails, the test fails too, unless the reason is that the kernel does not know the kind. */
    private static boolean knows(String command) {
        NamespaceProcess witness = run(command);
        if (witness.exitCode() != 0) {
            assertThat(witness.output()).as(command).containsPattern(UNKNOWN_KIND);
        }
        return witness.exitCode() == 0;
    }

    private static boolean succeeds(String command) {
        return run(command).exitCode() == 0;
    }

    /** Runs a command in a namespace that has a link {@code base}, on which others can be made. */
    private static NamespaceProcess run(String command) {
        try (Lab lab = Lab.create(Topology.of(
                Namespace.of("blue_ns"),
                Namespace.of("red_ns"),
                VethLink.between(End.of("blue_ns", "base", "10.0.0.1/24"), End.of("red_ns", "peer", "10.0.0.2/24"))))) {
            NamespaceProcess witness = lab.namespace("blue_ns").start("sh", "-c", "exec " + command);
            witness.awaitExit();
            assumeTrue(
                    witness.exitCode() != NO_SUCH_PROGRAM,
                    () -> "this machine has no " + command.substring(0, command.indexOf(' ')));
            return witness;
        }
    }
}
