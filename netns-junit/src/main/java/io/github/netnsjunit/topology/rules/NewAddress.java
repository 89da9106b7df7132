package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.LinkAddress;

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
