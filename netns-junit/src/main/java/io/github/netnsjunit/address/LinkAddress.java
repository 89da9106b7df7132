package io.github.netnsjunit.address;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.stream.Stream;

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
        /** It may be used. IPv4 addresses are always in this state. */
        USABLE,
        /**
         * The kernel does not know yet whether another host has the address, and neither receives nor sends with it. An address that is
         * declared like this begins in this state.
         */
        TENTATIVE,
        /** The kernel has found that another host has the address. It neither receives nor sends with it. */
        DADFAILED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LinkAddress {
        requireNonNull(state, "state");
        IpLiteral.checkPrefixLength(address, prefixLength);
        if (state != State.USABLE && address instanceof Inet4Address) {
            throw new IllegalArgumentException("[" + text(address, prefixLength, state)
                    + "]: the kernel looks for duplicates of IPv6 addresses only");
        }
    }

    /** An address that may be used. */
    public LinkAddress(InetAddress address, int prefixLength) {
        this(address, prefixLength, State.USABLE);
    }

    /**
     * Reads a text such as {@code 10.0.0.1/24} or {@code fd00::1/64}. After an IPv6 address, {@code tentative} or {@code dadfailed} may tell
     * its state: {@code fd00::1/64 tentative}.
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
        int space = text.indexOf(' ');
        State state = space < 0 ? State.USABLE : parseState(text, text.substring(space + 1));
        String withoutState = space < 0 ? text : text.substring(0, space);
        return new LinkAddress(
                IpLiteral.parse(text.substring(0, slash)),
                IpLiteral.parsePrefixLength(withoutState, withoutState.substring(slash + 1)),
                state);
    }

    private static State parseState(String text, String word) {
        return Stream.of(State.TENTATIVE, State.DADFAILED)
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("[" + text
                        + "]: after the prefix length there may be [tentative] or [dadfailed], as duplicate address"
                        + " detection says it, and nothing else"));
    }

    /** The same address in another state. */
    public LinkAddress in(State other) {
        return new LinkAddress(address, prefixLength, other);
    }

    /** The network that the address belongs to. */
    public IpNetwork network() {
        return IpNetwork.of(address, prefixLength);
    }

    /** The address and the prefix length, and then the state as {@code ip address} prints it, unless the address may be used. */
    @Override
    public String toString() {
        return text(address, prefixLength, state);
    }

    private static String text(InetAddress address, int prefixLength, State state) {
        return IpAddress.text(address) + "/" + prefixLength + (state == State.USABLE ? "" : " " + state.word());
    }
}
