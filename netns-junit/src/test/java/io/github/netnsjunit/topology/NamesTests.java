package io.github.netnsjunit.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.NewInterface;
import io.github.netnsjunit.kernel.link.NewLink;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.topology.rules.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTests {

    /** Names with every character of Latin-1, and with some others that are spaces, or whose bytes in UTF-8 contain one. */
    private static final List<String> INTERFACES = Stream.concat(
                    IntStream.rangeClosed(1, 0xFF).mapToObj(c -> "x" + (char) c),
                    Stream.of(
                            "\u2003", "\u3000", "†", "Р", "😀", ".", "..", "...", "all", "default", "All", "x.1", "-"))
            .toList();

    @Test
    @Timeout(60)
    void allowsExactlyTheInterfaceNamesThatTheKernelAccepts() throws Exception {
        try (Lab lab = Lab.create(Topology.of(Namespace.of("a")))) {
            lab.namespace("a").run(() -> {
                try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                    for (String name : INTERFACES) {
                        assertThat(Names.interfaceMistake(name).isEmpty())
                                .as(name)
                                .isEqualTo(isAccepted(socket, name));
                    }
                }
            });
        }
    }

    private static boolean isAccepted(NetlinkSocket socket, String name) {
        try {
            socket.execute(NewLink.of(NewInterface.of(0, name), new BridgeKind(false)));
            return true;
        } catch (LinuxException refused) {
            assertThat(refused.errno()).as(name).isEqualTo(Errno.EINVAL);
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.ip_forward, /proc/sys/net/ipv4/ip_forward",
        "net/ipv4/ip_forward, /proc/sys/net/ipv4/ip_forward",
        "net.ipv4.conf.eth0/100.rp_filter, /proc/sys/net/ipv4/conf/eth0.100/rp_filter",
        "net/ipv4/conf/eth0.100/rp_filter, /proc/sys/net/ipv4/conf/eth0.100/rp_filter",
        "net.ipv4.conf.eth0.100.rp_filter, /proc/sys/net/ipv4/conf/eth0.100/rp_filter",
        "net.ipv6.neigh.eth0.5.7.gc_stale_time, /proc/sys/net/ipv6/neigh/eth0.5.7/gc_stale_time",
        "net.ipv4.neigh.default.gc_thresh1, /proc/sys/net/ipv4/neigh/default/gc_thresh1"
    })
    void aKernelParameterCanBeNamedInBothWaysOfSysctl(String name, String path) {
        assertThat(SysctlName.path(name)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.conf.eth0.forwarding, net.ipv4.conf.all.forwarding, true",
        "net.ipv4.conf.eth0.forwarding, net.ipv4.ip_forward, true",
        "net.ipv4.ip_forward, net/ipv4/conf/all/forwarding, true",
        "net.ipv4.conf.eth0/100.rp_filter, net/ipv4/conf/eth0.100/rp_filter, true",
        "net.ipv4.conf.default.forwarding, net.ipv4.conf.all.forwarding, true",
        "net.ipv4.conf.eth0.forwarding, net.ipv4.conf.eth1.forwarding, false",
        "net.ipv4.conf.eth0.forwarding, net.ipv4.conf.all.rp_filter, false",
        "net.ipv6.conf.all.forwarding, net.ipv4.ip_forward, false",
        "net.core.somaxconn, net.ipv4.tcp_syncookies, false"
    })
    void twoKernelParametersOverlapIfSettingOneCanChangeTheOther(String one, String other, boolean overlap) {
        assertThat(SysctlName.overlap(one, other)).isEqualTo(overlap);
        assertThat(SysctlName.overlap(other, one)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "net.ipv4.conf.eth0.forwarding, eth0",
        "net.ipv6.neigh.eth0/100.base_reachable_time_ms, eth0.100",
        "net.ipv6.neigh.eth0.100.base_reachable_time_ms, eth0.100",
        "net.ipv4.conf.all.forwarding,",
        "net.ipv4.conf.default.forwarding,",
        "net.ipv4.ip_forward,"
    })
    void aKernelParameterCanBelongToAnInterface(String name, @Nullable String interfaceName) {
        assertThat(SysctlName.interfaceOf(name)).isEqualTo(Optional.ofNullable(interfaceName));
    }
}
