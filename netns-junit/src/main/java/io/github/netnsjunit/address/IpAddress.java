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

/** IPv4 and IPv6 addresses from bytes and to text, as the kernel and {@code ip} have them, and not as {@link InetAddress} does. */
public final class IpAddress {

    /** What an IPv4-mapped IPv6 address begins with, {@code ::ffff:0:0/96} (RFC 4291, section 2.5.5.2). */
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** Two or more groups of zeros. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

    private IpAddress() {}

    /**
     * Of 4 or 16 bytes, without a scope. An IPv4-mapped IPv6 address stays IPv6, where {@link InetAddress} makes IPv4 of it.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static InetAddress of(byte... bytes) {
        try {
            return bytes.length == 16 ? Inet6Address.getByAddress(null, bytes, -1) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException neither) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length, neither);
        }
    }

    /**
     * Reads an IPv4 or IPv6 address. Nothing is looked up.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static InetAddress parse(String text) {
        return IpLiteral.parse(text);
    }

    /** The IPv6 address that an IPv4 address is mapped to. */
    public static InetAddress mapped(byte... ipv4) {
        return of(ByteBuffer.allocate(16).put(MAPPED_PREFIX).put(ipv4).array());
    }

    /** Whether it is an IPv6 address that an IPv4 address is mapped to. */
    public static boolean isMapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 16
                && ByteBuffer.wrap(bytes, 0, MAPPED_PREFIX.length).equals(ByteBuffer.wrap(MAPPED_PREFIX));
    }

    /** The canonical text: of IPv6, the longest run of zeros left out (RFC 5952), which Java does not do. */
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
                // Of equal ones, which then are the same text, the first is replaced.
                .max(Comparator.comparingInt(String::length))
                .map(run -> text.replaceFirst("(?<![0-9a-f])" + run + "(?![0-9a-f])", "::")
                        .replaceFirst(":{2,}", "::"))
                .orElse(text);
    }
}
