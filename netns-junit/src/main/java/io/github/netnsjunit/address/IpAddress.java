package io.github.netnsjunit.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes IPv4 and IPv6 addresses from bytes and text, and writes them as text, as {@code ip} does. {@link InetAddress} makes
 * IPv4 addresses of IPv4-mapped ones, and does not shorten IPv6 text.
 */
public final class IpAddress {

    /** The first bytes of an IPv4-mapped IPv6 address, {@code ::ffff:0:0/96} (RFC 4291, section 2.5.5.2). */
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** Two or more groups of zeros. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

    private IpAddress() {}

    /**
     * The address with these 4 or 16 bytes, without a scope. An IPv4-mapped IPv6 address remains an IPv6 address; {@link InetAddress}
     * would make an IPv4 address of it.
     *
     * @throws IllegalArgumentException if there are not 4 or 16 bytes
     */
    public static InetAddress of(byte... bytes) {
        try {
            return bytes.length == 16 ? Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException neither) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length, neither);
        }
    }

    /**
     * Reads an IPv4 or IPv6 address. It never asks a name service.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static InetAddress parse(String text) {
        return IpLiteral.parse(text);
    }

    /** The IPv4-mapped IPv6 address of an IPv4 address. */
    static InetAddress mapped(byte... ipv4) {
        return of(ByteBuffer.allocate(16).put(MAPPED_PREFIX).put(ipv4).array());
    }

    /** Whether this is an IPv4-mapped IPv6 address. */
    public static boolean isMapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16
                && ByteBuffer.wrap(bytes, 0, MAPPED_PREFIX.length).equals(ByteBuffer.wrap(MAPPED_PREFIX));
    }

    /** The canonical text of an address. For IPv6 it leaves out the longest run of zeros (RFC 5952); Java does not. */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        ByteBuffer groups = ByteBuffer.wrap(bytes);
        if (isMapped(address)) {
            byte[] ipv4 = new byte[4];
            groups.get(MAPPED_PREFIX.length, ipv4);
            return "::ffff:" + text(of(ipv4));
        }
        String text = IntStream.range(0, 8)
                .mapToObj(i -> Integer.toHexString(Short.toUnsignedInt(groups.getShort(2 * i))))
                .collect(Collectors.joining(":"));
        return ZEROS.matcher(text)
                .results()
                .map(MatchResult::group)
                // Two longest runs have the same text, so the first one is replaced.
                .max(Comparator.comparingInt(String::length))
                .map(run -> text.replaceFirst("(?<![0-9a-f])" + run + "(?![0-9a-f])", "::")
                        .replaceFirst(":{2,}", "::"))
                .orElse(text);
    }
}
