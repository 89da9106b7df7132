package io.github.netnsjunit.address;

import static java.util.Objects.requireNonNull;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An address of an interface, with the prefix length of its network. Two are equal only if their states, scopes and lifetimes are equal too:
 * a {@linkplain #parse parsed} address does not equal one that the kernel has found to be a duplicate, or that is to go in a minute.
 *
 * @param address IPv4 or IPv6
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 * @param state whether the interface may use the address
 * @param scope where it is valid. That of an IPv6 address follows from the address
 * @param lifetime how long the interface has it
 */
public record LinkAddress(
        InetAddress address, int prefixLength, State state, AddressScope scope, AddressLifetime lifetime) {

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

        /** Reads {@code tentative} or {@code dadfailed}. */
        static Optional<State> parse(String word) {
            return Stream.of(TENTATIVE, DADFAILED)
                    .filter(state -> state.word().equals(word))
                    .findFirst();
        }
    }

    public LinkAddress {
        requireNonNull(state, "state");
        IpLiteral.checkPrefixLength(address, prefixLength);
        requireNonNull(scope, "scope");
        requireNonNull(lifetime, "lifetime");
        if (state != State.USABLE && address instanceof Inet4Address) {
            throw new IllegalArgumentException("[" + text(address, prefixLength, state)
                    + "]: the kernel looks for duplicates of IPv6 addresses only");
        }
        if (scope != AddressScope.usualFor(address) && address instanceof Inet6Address) {
            throw new IllegalArgumentException("[" + text(address, prefixLength, state) + " scope " + scope.word()
                    + "]: the scope of an IPv6 address follows from the address, and here is ["
                    + AddressScope.usualFor(address).word() + "]");
        }
    }

    /** An address that may be used, for ever. */
    public LinkAddress(InetAddress address, int prefixLength) {
        this(address, prefixLength, State.USABLE);
    }

    /** An address in a state, for ever. */
    public LinkAddress(InetAddress address, int prefixLength, State state) {
        this(address, prefixLength, state, AddressScope.usualFor(address), AddressLifetime.FOREVER);
    }

    /**
     * Reads a text such as {@code 10.0.0.1/24} or {@code fd00::1/64}. After an IPv6 address, {@code tentative} or {@code dadfailed} may tell
     * its state: {@code fd00::1/64 tentative}. A scope and lifetimes in seconds may follow, as ip-address(8) writes them: {@code
     * 10.0.0.1/24 scope link}, {@code fd00::1/64 valid_lft 60 preferred_lft 0}. A preferred lifetime that is not said is as long as the valid
     * one.
     *
     * @throws IllegalArgumentException if the text is not an address, the prefix length is missing or out of range, or another word follows
     */
    public static LinkAddress parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "an address is blank: write one with its prefix length, such as [10.0.0.1/24]");
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            String[] words = text.split(" ", 2);
            String example =
                    words[0] + (words[0].indexOf(':') < 0 ? "/24" : "/64") + (words.length < 2 ? "" : " " + words[1]);
            throw new IllegalArgumentException(
                    "[" + text + "] has no prefix length: write it as [" + example + "], say");
        }
        int space = text.indexOf(' ');
        String withoutWords = space < 0 ? text : text.substring(0, space);
        AddressWords words = AddressWords.of(text, space < 0 ? "" : text.substring(space + 1));
        InetAddress address = IpLiteral.parse(text.substring(0, slash));
        return new LinkAddress(
                address,
                IpLiteral.parsePrefixLength(withoutWords, withoutWords.substring(slash + 1)),
                words.state(),
                words.scope().orElseGet(() -> AddressScope.usualFor(address)),
                words.lifetime());
    }

    /** The same address in another state. */
    public LinkAddress in(State other) {
        return new LinkAddress(address, prefixLength, other, scope, lifetime);
    }

    /** The same address with another lifetime, which only {@link #parse} checks for what the kernel would refuse of a new address. */
    public LinkAddress lasting(AddressLifetime other) {
        return new LinkAddress(address, prefixLength, state, scope, other);
    }

    /** The network that the address belongs to. */
    public IpNetwork network() {
        return IpNetwork.of(address, prefixLength);
    }

    /** The address and the prefix length, and then what is unusual of state, scope and lifetimes, as {@code ip address} prints it. */
    @Override
    public String toString() {
        return text(address, prefixLength, state)
                + (scope == AddressScope.usualFor(address) ? "" : " scope " + scope.word())
                + (lifetime.equals(AddressLifetime.FOREVER) ? "" : " " + lifetime);
    }

    private static String text(InetAddress address, int prefixLength, State state) {
        return IpAddress.text(address) + "/" + prefixLength + (state == State.USABLE ? "" : " " + state.word());
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LinkAddress that
                && address.equals(that.address)
                && prefixLength == that.prefixLength
                && state.equals(that.state)
                && scope.equals(that.scope)
                && lifetime.equals(that.lifetime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, prefixLength, state, scope, lifetime);
    }
}
