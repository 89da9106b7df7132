package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.LinkAddress;
import java.net.Inet4Address;

/** What may be written of an address that an interface is to get. What duplicate address detection finds is for the kernel to say. */
public final class NewAddress {

    private NewAddress() {}

    /**
     * Reads an address with its prefix length, behind which {@code tentative} may ask for duplicate address detection.
     *
     * @throws IllegalArgumentException if it is malformed, or says {@code dadfailed}
     */
    public static LinkAddress parse(String text) {
        LinkAddress address = LinkAddress.parse(text);
        if (address.state() == LinkAddress.State.DADFAILED) {
            throw new IllegalArgumentException(
                    "[" + text + "]: only the kernel finds out that there is a duplicate; write ["
                            + address.in(LinkAddress.State.TENTATIVE) + "] to have it look for one");
        }
        return address;
    }

    /** Whether the kernel refuses an address because of another one of the interface: of one IPv4 subnet, all have one scope. */
    public static boolean isOfOtherScope(LinkAddress address, LinkAddress other) {
        return address.address() instanceof Inet4Address
                && address.network().equals(other.network())
                && address.scope() != other.scope();
    }

    /** Tells that {@linkplain #isOfOtherScope mistake}, after words for the address. */
    public static String otherScopeThan(LinkAddress other) {
        return "has another scope than [" + other
                + "], and the kernel takes one scope for all addresses of a subnet on an interface";
    }

    /**
     * Checks an address of an interface that has no neighbours.
     *
     * @throws IllegalArgumentException if it asks for duplicate address detection
     */
    public static void checkWithoutNeighbours(LinkAddress address, String interfaceName) {
        if (address.state() != LinkAddress.State.USABLE) {
            throw new IllegalArgumentException(
                    "[" + address + "]: " + interfaceName + " has no neighbours, so nobody looks for duplicates there");
        }
    }
}
