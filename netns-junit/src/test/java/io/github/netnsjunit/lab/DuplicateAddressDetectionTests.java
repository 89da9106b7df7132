package io.github.netnsjunit.lab;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Duplicate address detection of IPv6: where it was asked for, and what it says. */
@Timeout(60)
@Tag("kernel")
class DuplicateAddressDetectionTests {

    @Test
    @NetNamespace("one")
    @NetNamespace(value = "two", duplicateAddressDetection = true)
    @VethPair(
            left = @VethEnd(namespace = "one", name = "e0", address = "fd00::1/64"),
            right = @VethEnd(namespace = "two", name = "e0", address = "fd00::2/64"))
    void ofANamespaceIsOverWhenTheLabIsThere(@NetNamespace("two") NetworkNamespace two) {
        assertThat(two.sysctl("net.ipv6.conf.e0.accept_dad")).isEqualTo("1");
        assertThat(two.addresses()).allMatch(address -> address.state() == LinkAddress.State.USABLE);
        assertThat(two).hasInterface("e0").hasAddress("fd00::2/64");
        two.addAddress("e0", "fd00::1/64");
        assertThat(two.addresses()).contains(LinkAddress.parse("fd00::1/64 dadfailed"));
    }

    @Test
    void ofOneAddressFindsADuplicate() {
        Topology topology = Topology.of(
                Namespace.of("one"),
                Namespace.of("two"),
                VethLink.between(
                        End.of("one", "e0", "fd00::1/64"),
                        End.of("two", "e0", "fd00::2/64 tentative", "fd00::3/64", "10.0.0.2/24")));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace two = lab.namespace("two");
            assertThat(two).hasInterface("e0").hasAddress("fd00::2/64").hasAddress("fd00::3");
            two.addAddress("e0", "fd00::1/64 tentative");
            assertThat(two).hasInterface("e0").hasAddress("fd00::1/64 dadfailed");
            assertThatThrownBy(() -> assertThat(two).hasInterface("e0").hasAddress("fd00::1/64"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("fd00::1/64 dadfailed")
                    .hasMessageContaining("dadfailed: another host has this address");
            assertThatThrownBy(() -> assertThat(two).hasInterface("e0").hasAddress("fd00::1"))
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> assertThat(two).canPing("fd00::9"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("fd00::1/64 dadfailed");
        }
    }

    @Test
    void whatOnlyTheKernelCanSayIsRefusedForAnAddressThatIsAdded() {
        Topology topology = Topology.of(
                Namespace.of("one"),
                Namespace.of("two"),
                VethLink.between(End.of("one", "e0", "fd00::1/64"), End.of("two", "e0", "fd00::2/64")));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace two = lab.namespace("two");
            List<LinkAddress> before = two.addresses();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> two.addAddress("e0", "fd00::3/64 dadfailed"))
                    .withMessage("[fd00::3/64 dadfailed]: only the kernel finds out that there is a duplicate; write"
                            + " [fd00::3/64 tentative] to have it look for one");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> two.addAddress("lo", "fd00::4/128 tentative"))
                    .withMessage("[fd00::4/128 tentative]: lo has no neighbours, so nobody looks for duplicates there");
            for (String flag :
                    List.of("deprecated", "permanent", "nodad", "secondary", "TENTATIVE", "tentative dadfailed")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> two.addAddress("e0", "fd00::3/64 " + flag))
                        .withMessageContaining("[fd00::3/64 " + flag + "]");
            }
            assertThat(two.addresses()).isEqualTo(before);
            // as addresses() says it
            two.addAddress("e0", "fd00::1/64 tentative");
            two.removeAddress("e0", "fd00::1/64 dadfailed");
            assertThat(two.addresses()).isEqualTo(before);
        }
    }

    @Test
    void whatTheUserSetsForAnInterfaceWins() {
        Topology topology = Topology.of(
                SysctlSetting.of("two", "net.ipv6.conf.e0.accept_dad", "2"),
                Namespace.of("one"),
                Namespace.of("two"),
                VethLink.between(End.of("one", "e0"), End.of("two", "e0", "fd00::2/64 tentative")));
        try (Lab lab = Lab.create(topology)) {
            assertThat(lab.namespace("two").sysctl("net.ipv6.conf.e0.accept_dad"))
                    .isEqualTo("2");
            assertThat(lab.namespace("two")).hasInterface("e0").hasAddress("fd00::2/64");
        }
    }

    @Test
    void cannotBeginWithoutACarrierAndNobodyWaitsForIt() {
        Topology topology = Topology.of(
                Namespace.of("one"),
                Namespace.of("two").withDuplicateAddressDetection(),
                VethLink.between(End.of("one", "e0").down(), End.of("two", "e0", "fd00::2/64")));
        try (Lab lab = Lab.create(topology)) {
            NetworkNamespace two = lab.namespace("two");
            assertThat(two.addresses()).contains(LinkAddress.parse("fd00::2/64 tentative"));
            assertThatThrownBy(() -> assertThat(two).hasInterface("e0").hasAddress("fd00::2"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("fd00::2/64 tentative")
                    .hasMessageContaining("tentative: the kernel still looks for another host");
            lab.namespace("one").linkUp("e0");
            assertThat(two).hasInterface("e0").hasAddress("fd00::2");
        }
    }

    @Test
    void isRefusedForIpv4AndCannotBeDeclaredToHaveFailed() {
        assertThatThrownBy(() -> Topology.of(
                        Namespace.of("one"),
                        Namespace.of("two"),
                        VethLink.between(
                                End.of("one", "e0", "10.0.0.1/24 tentative", "fd00::1/64 optimistic"),
                                End.of("two", "e0", "fd00::2/64 dadfailed"))))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("one:e0")
                .hasMessageContaining("[10.0.0.1/24 tentative]: the kernel looks for duplicates of IPv6 addresses only")
                .hasMessageContaining("[fd00::1/64 optimistic]: after the prefix length there may be [tentative],"
                        + " so that the kernel looks for duplicates, [scope link],")
                .hasMessageContaining("[fd00::2/64 dadfailed]: only the kernel finds out that there is a duplicate");
    }
}
