package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.Interface;
import java.net.InetAddress;

/**
 * Assertions about an interface as it was when it was read. Those that {@link NetworkNamespaceAssert#hasInterface} leads to read it
 * again until they hold, if they are given time with {@link #within}, and their failures show the namespace's routes and addresses.
 */
public class InterfaceAssert extends AbstractNetnsAssert<InterfaceAssert, Interface> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public InterfaceAssert(Interface actual) {
        super(actual, InterfaceAssert.class);
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
        return verify(latest -> latest.up() ? null : ShouldBeUp.shouldBeUp(latest));
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
        return verify(latest -> latest.up() ? ShouldBeDown.shouldBeDown(latest) : null);
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
        return verify(latest -> latest.carrier() ? null : ShouldHaveCarrier.shouldHaveCarrier(latest));
    }

    /**
     * Verifies that the link has no carrier.
     *
     * <pre>{@code
     * root.linkDown("veth_root_ns");
     * assertThat(blue).hasInterface("veth_blue_ns").hasNoCarrier(); // passes
     * root.linkUp("veth_root_ns");
     * assertThat(blue).hasInterface("veth_blue_ns").hasNoCarrier(); // fails
     * }</pre>
     */
    public InterfaceAssert hasNoCarrier() {
        return verify(latest -> latest.carrier() ? ShouldHaveNoCarrier.shouldHaveNoCarrier(latest) : null);
    }

    /**
     * Verifies that the interface has this address, given with its prefix length or without.
     *
     * <pre>{@code
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/24").hasAddress("10.0.0.2"); // passes
     * assertThat(blue).hasInterface("veth_blue_ns").hasAddress("10.0.0.2/16"); // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public InterfaceAssert hasAddress(String address) {
        requireNonNull(address, "address");
        boolean whole = address.contains("/");
        InetAddress plain = whole
                ? LinkAddress.parse(address).address()
                : IpNetwork.parse(address).address();
        int prefixLength = whole ? LinkAddress.parse(address).prefixLength() : -1;
        return verify(latest -> latest.addresses().stream()
                        .anyMatch(
                                each -> each.address().equals(plain) && (!whole || each.prefixLength() == prefixLength))
                ? null
                : ShouldHaveAddress.shouldHaveAddress(latest, address));
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
        return verify(latest -> latest.mtu() == mtu ? null : ShouldHaveMtu.shouldHaveMtu(latest, mtu));
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
        if (!mac.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException("not a MAC address: " + mac);
        }
        return verify(latest -> mac.equalsIgnoreCase(latest.mac()) ? null : ShouldHaveMac.shouldHaveMac(latest, mac));
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
                latest -> bridge.equals(latest.master()) ? null : ShouldHaveMaster.shouldHaveMaster(latest, bridge));
    }
}
