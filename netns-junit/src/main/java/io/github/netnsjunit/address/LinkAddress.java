package io.github.netnsjunit.address;

import java.net.InetAddress;

/**
 * An interface's address with the length of its network's prefix.
 *
 * @param address IPv4 or IPv6
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record LinkAddress(InetAddress address, int prefixLength) {

    public LinkAddress {
        IpLiteral.checkPrefixLength(address, prefixLength);
    }

    /**
     * Reads {@code 10.0.0.1/24} or {@code fd00::1/64}. Nothing is looked up.
     *
     * @throws IllegalArgumentException if it is neither, or the prefix is missing or out of range
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

    /** The network that it belongs to. */
    public IpNetwork network() {
        return IpNetwork.of(address, prefixLength);
    }

    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + prefixLength;
    }
}
