package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.AddressLifetime;
import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.assertj.error.InterfaceMessages;
import io.github.netnsjunit.lab.listing.Interface;
import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * Assertions about an interface, as it was when it was read. After {@link NetworkNamespaceAssert#hasInterface}, the message of
 * a failure also shows the routes and addresses of the namespace; and if {@link #within} gives time, the interface is read
 * again until the assertions hold.
 */
public class InterfaceAssert extends AbstractNetnsAssert<InterfaceAssert, Interface> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public InterfaceAssert(Interface actual) {
        super(actual, InterfaceAssert.class);
    }

    @Override
    String liveAssertion() {
        return "assertThat(namespace).hasInterface(name).$(time)";
    }

    /**
     * Verifies that the interface is administratively up.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").isUp(); // passes
     * assertThat(fresh).hasInterface("lo").isUp(); // fails: lo is down in a new namespace
     * }</pre>
     */
    public InterfaceAssert isUp() {
        return verify(latest -> latest.up() ? null : InterfaceMessages.shouldBeUp(latest));
    }

    /**
     * Verifies that the interface is administratively down.
     *
     * <pre>{@code
     * assertThat(fresh).hasInterface("lo").isDown(); // passes
     * assertThat(blue).hasInterface("veth_blue_ns").isDown(); // fails
     * }</pre>
     */
    public InterfaceAssert isDown() {
        return verify(latest -> latest.up() ? InterfaceMessages.shouldBeDown(latest) : null);
    }

    /**
     * Verifies that the link has a carrier: for a veth, that both ends are up.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").hasCarrier(); // passes
     * root.linkDown("veth_root_ns");
     * assertThat(blue).hasInterface("veth_blue_ns").hasCarrier(); // fails
     * }</pre>
     */
    public InterfaceAssert hasCarrier() {
        return verify(latest -> latest.carrier() ? null : InterfaceMessages.shouldHaveCarrier(latest));
    }

    /**
     * Verifies that the link has no carrier. An interface that is down itself has none either: for a cable that was cut write
     * {@code isUp().hasNoCarrier()}.
     *
     * <pre>{@code
     * root.linkDown("veth_root_ns");
     * assertThat(blue).hasInterface("veth_blue_ns").hasNoCarrier(); // passes
     * root.linkUp("veth_root_ns");
     * assertThat(blue).hasInterface("veth_blue_ns").hasNoCarrier(); // fails
     * }</pre>
     */
    public InterfaceAssert hasNoCarrier() {
        return verify(latest -> latest.carrier() ? InterfaceMessages.shouldHaveNoCarrier(latest) : null);
    }

    /**
     * Verifies that the interface has this address, given with its prefix length or without, and may use it. Duplicate address
     * detection can forbid that: an address that it still checks, or that another host has, passes only if the state is given too.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/24").hasAddress("10.0.0.2"); // passes
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/16"); // fails
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("fd00::1/64"); // fails if it is a duplicate
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("fd00::1/64 dadfailed"); // passes then
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("fd00::1/64 valid_lft 60"); // passes within a minute
     * }</pre>
     *
     * <p>Without a lifetime it passes for any. A lifetime is the longest that may be left.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public InterfaceAssert hasAddress(String address) {
        requireNonNull(address, "address");
        Predicate<LinkAddress> expected = isAddress(address);
        return verify(latest -> latest.addresses().stream().anyMatch(expected)
                ? null
                : InterfaceMessages.shouldHaveAddress(latest, address));
    }

    private static Predicate<LinkAddress> isAddress(String address) {
        if (address.contains("/")) {
            LinkAddress expected = LinkAddress.parse(address);
            boolean anyTime = expected.lifetime().equals(AddressLifetime.FOREVER);
            return each -> each.lasting(expected.lifetime()).equals(expected)
                    && (anyTime || expected.lifetime().mayHaveBecome(each.lifetime()));
        }
        InetAddress withoutPrefix = IpAddress.parse(address);
        return each -> each.address().equals(withoutPrefix) && each.state() == LinkAddress.State.USABLE;
    }

    /**
     * Verifies that the interface has this MTU, in bytes.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").hasMtu(1500); // passes
     * assertThat(blue).hasInterface("veth_blue_ns").hasMtu(9000); // fails
     * }</pre>
     */
    public InterfaceAssert hasMtu(int mtu) {
        return verify(latest -> latest.mtu() == mtu ? null : InterfaceMessages.shouldHaveMtu(latest, mtu));
    }

    /**
     * Verifies that the interface has this MAC address. The case of the digits does not matter.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").hasMac("02:00:00:00:00:0A"); // passes
     * assertThat(blue).hasInterface("veth_blue_ns").hasMac("02:00:00:00:00:0B"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not a MAC address
     */
    public InterfaceAssert hasMac(String mac) {
        requireNonNull(mac, "mac");
        MacAddress.parse(mac); // throws if it is none
        return verify(
                latest -> mac.equalsIgnoreCase(latest.mac()) ? null : InterfaceMessages.shouldHaveMac(latest, mac));
    }

    /**
     * Verifies that the interface is a port of this bridge.
     *
     * <pre>{@code
     * assertThat(hub).hasInterface("port1").hasMaster("br0"); // passes
     * assertThat(hub).hasInterface("br0").hasMaster("br0"); // fails
     * }</pre>
     */
    public InterfaceAssert hasMaster(String bridge) {
        requireNonNull(bridge, "bridge");
        return verify(
                latest -> bridge.equals(latest.master()) ? null : InterfaceMessages.shouldHaveMaster(latest, bridge));
    }
}
