package io.github.netnsjunit.address;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.util.Locale;

/**
 * An address of an interface, with the prefix length of its network. Two are equal only if their states are equal too: a
 * {@linkplain #parse parsed} address does not equal one that the kernel has found to be a duplicate.
 *
 * @param address IPv4 or IPv6
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 * @param state whether the interface may use the address
 */
public record LinkAddress(InetAddress address, int prefixLength, State state) {

    /** What duplicate address detection (RFC 4862) says of an address. */
    public enum State {
        /** It may be used. IPv4 addresses, and addresses that are only declared, are always in this state. */
        USABLE,
        /** The kernel does not know yet whether another host has the address, and neither receives nor sends with it. */
        TENTATIVE,
        /** The kernel has found that another host has the address. It neither receives nor sends with it. */
        DADFAILED
    }

    public LinkAddress {
        requireNonNull(state, "state");
        IpLiteral.checkPrefixLength(address, prefixLength);
    }

    /** An address that may be used. */
    public LinkAddress(InetAddress address, int prefixLength) {
        this(address, prefixLength, State.USABLE);
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

    /** The address and the prefix length, and then the state as {@code ip address} prints it, unless the address may be used. */
    @Override
    public String toString() {
        return IpAddress.text(address) + "/" + prefixLength
                + (state == State.USABLE ? "" : " " + state.name().toLowerCase(Locale.ROOT));
    }
}
