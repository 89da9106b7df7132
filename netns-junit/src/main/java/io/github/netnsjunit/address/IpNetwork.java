package io.github.netnsjunit.address;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * A range of addresses that share a prefix, such as {@code 10.0.0.0/24}; with prefix length 0, all of them.
 *
 * @param address its lowest address
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record IpNetwork(InetAddress address, int prefixLength) {

    /** How everything is written, the destination of a default route. */
    public static final String DEFAULT = "default";

    public IpNetwork {
        IpLiteral.checkPrefixLength(address, prefixLength);
        if (!lowest(address, prefixLength).equals(address)) {
            throw new IllegalArgumentException("[" + IpAddress.text(address) + "/" + prefixLength
                    + "] has bits beyond its prefix: the network is ["
                    + IpAddress.text(lowest(address, prefixLength)) + "/" + prefixLength + "]");
        }
    }

    /** The network that an address is in. */
    public static IpNetwork of(InetAddress member, int prefixLength) {
        IpLiteral.checkPrefixLength(member, prefixLength);
        return new IpNetwork(lowest(member, prefixLength), prefixLength);
    }

    /**
     * Reads {@code 10.0.0.0/24}, or an address alone as a network of that one address. Nothing is looked up.
     *
     * @throws IllegalArgumentException if it is neither, or has bits beyond its prefix
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

    /** Everything that an address of the same family can reach: the destination of a default route through that gateway. */
    public static IpNetwork everything(InetAddress gateway) {
        return parse(gateway instanceof Inet6Address ? "::/0" : "0.0.0.0/0");
    }

    /** Whether an address is in it; one of the other family never is. */
    public boolean contains(InetAddress member) {
        return member.getAddress().length == address.getAddress().length
                && lowest(member, prefixLength).equals(address);
    }

    /** Whether the two have an address in common. */
    public boolean overlaps(IpNetwork other) {
        return prefixLength <= other.prefixLength ? contains(other.address) : other.contains(address);
    }

    /** Whether it is everything: the destination of a default route. */
    public boolean isDefault() {
        return prefixLength == 0;
    }

    /** Whether it is a single address. */
    public boolean isOneAddress() {
        return prefixLength == address.getAddress().length * 8;
    }

    /** IPv4: its highest address, unless it is too small to have a broadcast address (RFC 3021). */
    public boolean isBroadcast(InetAddress member) {
        byte[] bytes = member.getAddress();
        if (bytes.length != 4 || prefixLength > 30 || !contains(member)) {
            return false;
        }
        for (int bit = prefixLength; bit < 32; bit++) {
            if ((bytes[bit / 8] & 0x80 >> bit % 8) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Its lowest address, unless it is too small to set that apart (RFC 3021, RFC 6164). */
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
}
