package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.assertj.error.SwitchMessages;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.ForwardingEntry;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.MulticastEntry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Assertions about the bridges of a namespace: what they have learnt. The tables of all bridges of the namespace count.
 *
 * @param <S> the assertion's own type
 */
public abstract class AbstractSwitchAssert<S extends AbstractSwitchAssert<S>> extends AbstractRoutesAssert<S> {

    AbstractSwitchAssert(NetworkNamespace actual, Class<?> selfType) {
        super(actual, selfType);
    }

    /**
     * Verifies that a bridge has learnt from a frame that a MAC address is behind a port.
     *
     * <pre>{@code
     * assertThat(alice).canPing("bob");
     * assertThat(office).hasLearned("02:00:00:00:00:01", "alice"); // passes
     * assertThat(office).hasLearned("02:00:00:00:00:01", "bob"); // fails
     * }</pre>
     *
     * @param port the name of the port's interface
     * @throws IllegalArgumentException if it is not a MAC address
     */
    public S hasLearned(String mac, String port) {
        String wanted = MacAddress.parse(requireNonNull(mac, "mac")).toString();
        return hasLearned(Set.of(wanted), wanted, requireNonNull(port, "port"));
    }

    /**
     * Verifies that a bridge has learnt from a frame that a host is behind a port: that one of the host's MAC addresses is.
     *
     * <pre>{@code
     * assertThat(alice).canPing("bob");
     * assertThat(lab.namespace("office")).hasLearned(alice, "alice"); // passes
     * assertThat(lab.namespace("office")).hasLearned(alice, "bob"); // fails
     * }</pre>
     *
     * @param port the name of the port's interface
     */
    public S hasLearned(NetworkNamespace host, String port) {
        return hasLearned(macsOf(host), host.name(), requireNonNull(port, "port"));
    }

    private S hasLearned(Set<String> macs, String host, String port) {
        return verify(latest -> {
            List<ForwardingEntry> learnt = learnt(latest);
            return learnt.stream().anyMatch(each -> macs.contains(each.mac()) && port.equals(each.dev()))
                    ? null
                    : SwitchMessages.shouldHaveLearnt(latest.name(), host, port, learnt);
        });
    }

    /**
     * Verifies that no bridge has learnt behind which port a MAC address is.
     *
     * <pre>{@code
     * assertThat(office).hasNotLearned("02:00:00:00:00:01"); // passes
     * assertThat(alice).canPing("bob");
     * assertThat(office).hasNotLearned("02:00:00:00:00:01"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not a MAC address
     */
    public S hasNotLearned(String mac) {
        String unwanted = MacAddress.parse(requireNonNull(mac, "mac")).toString();
        return hasNotLearned(Set.of(unwanted), unwanted);
    }

    /**
     * Verifies that no bridge has learnt behind which port a host is.
     *
     * <pre>{@code
     * assertThat(lab.namespace("office")).hasNotLearned(alice); // passes if alice was silent so far
     * assertThat(alice).canPing("bob");
     * assertThat(lab.namespace("office")).hasNotLearned(alice); // fails
     * }</pre>
     */
    public S hasNotLearned(NetworkNamespace host) {
        return hasNotLearned(macsOf(host), host.name());
    }

    private S hasNotLearned(Set<String> macs, String host) {
        return verify(latest -> {
            List<ForwardingEntry> learnt = learnt(latest);
            return learnt.stream().noneMatch(each -> macs.contains(each.mac()))
                    ? null
                    : SwitchMessages.shouldNotHaveLearnt(latest.name(), host, learnt);
        });
    }

    /**
     * Verifies that a bridge knows of a member of a multicast group behind a port.
     *
     * <pre>{@code
     * socket.joinGroup(new InetSocketAddress("239.1.1.1", 0), officeInterface); // in alice
     * assertThat(office).within(ofSeconds(5)).hasGroupMember("239.1.1.1", "alice"); // passes
     * assertThat(office).hasGroupMember("239.1.1.1", "bob"); // fails
     * }</pre>
     *
     * @param port the name of the port's interface
     * @throws IllegalArgumentException if the group is not a multicast address
     */
    public S hasGroupMember(String group, String port) {
        String wanted = group(group);
        requireNonNull(port, "port");
        return verify(latest -> {
            List<MulticastEntry> members = members(latest);
            return members.stream().anyMatch(each -> each.group().equals(wanted) && port.equals(each.dev()))
                    ? null
                    : SwitchMessages.shouldHaveGroupMember(latest.name(), wanted, port, members);
        });
    }

    /**
     * Verifies that no bridge knows of a member of a multicast group behind a port; see {@link #hasGroupMember}.
     *
     * <pre>{@code
     * assertThat(office).hasNoGroupMember("239.1.1.1", "bob"); // passes
     * assertThat(office).hasNoGroupMember("239.1.1.1", "alice"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if the group is not a multicast address
     */
    public S hasNoGroupMember(String group, String port) {
        String unwanted = group(group);
        requireNonNull(port, "port");
        return verify(latest -> {
            List<MulticastEntry> members = members(latest);
            return members.stream().noneMatch(each -> each.group().equals(unwanted) && port.equals(each.dev()))
                    ? null
                    : SwitchMessages.shouldHaveNoGroupMember(latest.name(), unwanted, port, members);
        });
    }

    private static String group(String text) {
        var address = IpAddress.parse(requireNonNull(text, "group"));
        if (!address.isMulticastAddress()) {
            throw new IllegalArgumentException("[" + text + "] is not a multicast address");
        }
        return IpAddress.text(address);
    }

    private static Set<String> macsOf(NetworkNamespace host) {
        return host.interfaces().stream()
                .map(Interface::mac)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static List<ForwardingEntry> learnt(NetworkNamespace of) {
        return ofAllBridges(of, NetworkNamespace::forwardingTable)
                .filter(each -> !each.permanent())
                .toList();
    }

    private static List<MulticastEntry> members(NetworkNamespace of) {
        return ofAllBridges(of, NetworkNamespace::multicastTable).toList();
    }

    private static <T> Stream<T> ofAllBridges(
            NetworkNamespace namespace, BiFunction<NetworkNamespace, String, List<T>> table) {
        return namespace.interfaces().stream()
                .filter(each -> "bridge".equals(each.kind()))
                .flatMap(bridge -> table.apply(namespace, bridge.name()).stream());
    }
}
