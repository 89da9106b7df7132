package io.github.netnsjunit.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses from text, never by asking a name service. */
final class IpLiteral {

    private static final Pattern IPV4 =
            Pattern.compile("(%1$s\\.){3}%1$s".formatted("(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Two or more groups of zeros. */
    private static final Pattern ZEROS = Pattern.compile("\\b0(:0)+\\b");

    private IpLiteral() {}

    static boolean isLiteral(String text) {
        return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    static InetAddress parse(String text) {
        if (isLiteral(text)) {
            try {
                return InetAddress.getByName(text); // a literal: Java reads it without a look-up
            } catch (UnknownHostException malformed) {
                throw notAnAddress(text, malformed);
            }
        }
        throw notAnAddress(text, null);
    }

    /** The canonical text: of IPv6, the longest run of zeros left out (RFC 5952), which Java does not do. */
    static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        ByteBuffer groups = ByteBuffer.wrap(bytes);
        String text = IntStream.range(0, 8)
                .mapToObj(i -> Integer.toHexString(Short.toUnsignedInt(groups.getShort(2 * i))))
                .collect(Collectors.joining(":"));
        return ZEROS.matcher(text)
                .results()
                .map(MatchResult::group)
                .max(Comparator.comparingInt(
                        String::length)) // of equal ones, which then are the same text, the first is replaced
                .map(run -> text.replaceFirst("(?<![0-9a-f])" + run + "(?![0-9a-f])", "::")
                        .replaceFirst(":{2,}", "::"))
                .orElse(text);
    }

    static int parsePrefixLength(String whole, String text) {
        try {
            if (text.matches("[0-9]+")) {
                return Integer.parseInt(text);
            }
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("[" + whole + "] has too large a number after the slash", tooLarge);
        }
        throw new IllegalArgumentException("[" + whole + "] has no number after the slash");
    }

    static void checkPrefixLength(InetAddress address, int prefixLength) {
        int bits = address.getAddress().length * 8;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException("the prefix length of [" + address.getHostAddress() + "/" + prefixLength
                    + "] is not between 0 and " + bits);
        }
    }

    private static IllegalArgumentException notAnAddress(
            String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException("[" + text + "] is neither an IPv4 nor an IPv6 address", cause);
    }
}
