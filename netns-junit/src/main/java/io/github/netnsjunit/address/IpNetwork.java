package io.github.netnsjunit.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All addresses with the same prefix, such as {@code 10.0.0.0/24}. With prefix length 0, these are all addresses of a family.
 *
 * @param address the lowest address of the network
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpNetwork(InetAddress address, int prefixLength) {

    /** The text for the network of all addresses, as in a default route. */
    public static final String DEFAULT = "default";

    public IpNetwork {
        IpLiteral.checkPrefixLength(address, prefixLength);
        if (!lowest(address, prefixLength).equals(address)) {
            throw new IllegalArgumentException("[" + IpAddress.text(address) + "/" + prefixLength
                    + "] has bits beyond its prefix: the network is ["
                    + IpAddress.text(lowest(address, prefixLength)) + "/" + prefixLength + "]");
        }
    }

    /** The network with this prefix length that an address belongs to. */
    public static IpNetwork of(InetAddress member, int prefixLength) {
        IpLiteral.checkPrefixLength(member, prefixLength);
        return new IpNetwork(lowest(member, prefixLength), prefixLength);
    }

    /**
     * Reads a text such as {@code 10.0.0.0/24}. An address without a prefix length is a network with only that address.
     *
     * @throws IllegalArgumentException if the text is not a network, or its address has bits beyond the prefix
     */
    public static IpNetwork parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            InetAddress address = IpLiteral.parse(text);
            return new IpNetwork(address, address.getAddress().length * 8);
        }
        return new IpNetwork(
                IpLiteral.parse(text.substring(0, slash)),
                IpLiteral.parsePrefixLength(text, text.substring(slash + 1)));
    }

    /** All addresses of the gateway's family: the destination of a default route through it. */
    public static IpNetwork everything(InetAddress gateway) {
        return parse(gateway instanceof Inet6Address ? "::/0" : "0.0.0.0/0");
    }

    /** Whether an address is in this network. An address of the other family never is. */
    public boolean contains(InetAddress member) {
        return member.getAddress().length == address.getAddress().length
                && lowest(member, prefixLength).equals(address);
    }

    /** Whether the two networks have an address in common. */
    public boolean overlaps(IpNetwork other) {
        return prefixLength <= other.prefixLength ? contains(other.address) : other.contains(address);
    }

    /** Whether it contains all addresses of its family, as the destination of a default route does. */
    public boolean isDefault() {
        return prefixLength == 0;
    }

    /** Whether it contains only one address. */
    public boolean isOneAddress() {
        return prefixLength == address.getAddress().length * 8;
    }

    /** The broadcast address: the highest of an IPv4 network. Empty for IPv6, and if the network is too small (RFC 3021). */
    public Optional<InetAddress> broadcast() {
        byte[] bytes = address.getAddress();
        if (bytes.length != 4 || prefixLength > 30) {
            return Optional.empty();
        }
        for (int bit = prefixLength; bit < 32; bit++) {
            bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return Optional.of(IpAddress.of(bytes));
    }

    /** Whether an address is the {@linkplain #broadcast() broadcast address}. */
    public boolean isBroadcast(InetAddress member) {
        return broadcast().filter(member::equals).isPresent();
    }

    /** Whether an address is the lowest of the network, unless the network is too small to have an address of its own (RFC 3021, RFC 6164). */
    public boolean isNetworkAddress(InetAddress member) {
        return prefixLength < member.getAddress().length * 8 - 1 && member.equals(address);
    }

    private static InetAddress lowest(InetAddress member, int prefixLength) {
        byte[] bytes = member.getAddress();
        for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return IpAddress.of(bytes);
    }

    @Override
    public String toString() {
        return isDefault() ? DEFAULT : IpAddress.text(address) + "/" + prefixLength;
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpNetwork that && address.equals(that.address) && prefixLength == that.prefixLength;
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, prefixLength);
    }
}
