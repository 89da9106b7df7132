package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.policy.SysctlSetting;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import io.github.netnsjunit.topology.TopologyException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernel parameters that change each other: the kernel writes the value for all interfaces to each interface. */
@Tag("kernel")
class OverlappingParametersTests {

    private static final SysctlSetting ALL = forwarding("all", "1");
    private static final SysctlSetting ONE = forwarding("one", "0");
    private static final SysctlSetting OTHER = forwarding("other", "1");

    private Lab lab;
    private NetworkNamespace root;

    private static SysctlSetting forwarding(String link, String value) {
        return SysctlSetting.of("root", "net.ipv4.conf." + link + ".forwarding", value);
    }

    @BeforeEach
    void make() {
        lab = Lab.create(Topology.of(
                Namespace.of("root"),
                VethLink.between(End.of("root", "one"), End.of("root", "other")),
                VethLink.between(End.of("root", "third"), End.of("root", "fourth")),
                forwarding("third", "1")));
        root = lab.namespace("root");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @Test
    void canBeAddedAndTakenAwayInAnyOrder() {
        for (List<SysctlSetting> addOrder : ordersOf(List.of(ALL, ONE, OTHER))) {
            for (List<SysctlSetting> closeOrder : ordersOf(addOrder)) {
                List<Addition> additions = addOrder.stream().map(lab::add).toList();
                Set<SysctlSetting> left = new LinkedHashSet<>(addOrder);
                for (SysctlSetting each : closeOrder) {
                    additions.get(addOrder.indexOf(each)).close();
                    left.remove(each);
                    assertThat(values())
                            .as("added %s, closed %s, left %s", addOrder, closeOrder, left)
                            .isEqualTo(expected(left));
                }
            }
        }
    }

    private List<String> values() {
        return List.of("all", "one", "other", "third", "fourth").stream()
                .map(link -> root.sysctl("net.ipv4.conf." + link + ".forwarding"))
                .toList();
    }

    /** The values of the parameters while these settings are in force, set in their order. */
    private static List<String> expected(Set<SysctlSetting> left) {
        String all = "0";
        String one = "0";
        String other = "0";
        String third = "1";
        String fourth = "0";
        for (SysctlSetting each : left) {
            if (each.equals(ALL)) {
                all = one = other = third = fourth = "1";
            } else if (each.equals(ONE)) {
                one = "0";
            } else {
                other = "1";
            }
        }
        return List.of(all, one, other, third, fourth);
    }

    private static <T> List<List<T>> ordersOf(List<T> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> orders = new ArrayList<>();
        for (T first : items) {
            List<T> others = new ArrayList<>(items);
            others.remove(first);
            for (List<T> rest : ordersOf(others)) {
                List<T> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    @Test
    void haveTheirOldValuesAfterAnAdditionThatTheKernelRefused() {
        assertThatThrownBy(() -> lab.add(ALL, SysctlSetting.of("root", "net.ipv4.no_such_parameter", "1")))
                .isInstanceOf(LabException.class);
        assertThat(values()).isEqualTo(expected(Set.of()));
    }

    @Test
    void mayHaveVanishedWithTheirInterface() {
        Addition all = lab.add(ALL);
        lab.add(VethLink.between(End.of("root", "gone"), End.of("root", "peer")));
        lab.add(forwarding("gone", "0"));
        root.removeLink("gone");
        assertThatCode(all::close).doesNotThrowAnyException();
        assertThat(root.sysctl("net.ipv4.conf.all.forwarding")).isEqualTo("0");
    }

    /** The first addition makes the namespace and sets the parameter. The second contains only the namespace, and so keeps it. */
    @Test
    void areResetEvenIfTheirNamespaceStays() {
        SysctlSetting forward = SysctlSetting.of("green", "net.ipv4.ip_forward", "1");
        Addition first = lab.add(Namespace.of("green"), forward);
        lab.add(Namespace.of("green"));
        first.close();
        assertThat(lab.namespace("green").sysctl("net.ipv4.ip_forward")).isEqualTo("0");
        assertThat(lab.topology().parts()).doesNotContain(forward);
    }

    @Test
    void withTwoNamesAreOneParameter() {
        Addition one = lab.add(SysctlSetting.of("root", "net.ipv4.ip_forward", "1"));
        Addition same = lab.add(ALL);
        assertThat(same.parts()).isEqualTo(one.parts());
        assertThatThrownBy(() -> lab.add(forwarding("all", "0")))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("it is set otherwise too, as [net.ipv4.ip_forward] to [1]");
        one.close();
        assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("1");
        same.close();
        assertThat(root.sysctl("net.ipv4.ip_forward")).isEqualTo("0");
    }
}
