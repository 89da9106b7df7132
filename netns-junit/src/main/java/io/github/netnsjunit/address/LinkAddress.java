package io.github.netnsjunit.address;

import java.net.InetAddress;

/**
 * An address of an interface, with the prefix length of its network.
 *
 * @param address IPv4 or IPv6
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record LinkAddress(InetAddress address, int prefixLength) {

    public LinkAddress {
        IpLiteral.checkPrefixLength(address, prefixLength);
    }

    /**
     * Reads a text such as {@code 10.0.0.1/24} or {@code fd00::1/64}.
     *
     * @throws IllegalArgumentException if the text is not an address, or the prefix length is missing or out of range
     */
    public static LinkAddress parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "an address is blank: write one with its prefix length, such as [10.0.0.1/24]");
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "[" + text + "] has no prefix length: write it as [" + text + "/24], say");
        }
        return new LinkAddress(
                IpLiteral.parse(text.substring(0, slash)),
                IpLiteral.parsePrefixLength(text, text.substring(slash + 1)));
    }

    /** The network that the address belongs to. */
    public IpNetwork network() {
        return IpNetwork.of(address, prefixLength);
    }

    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + prefixLength;
    }
}
