package io.github.netnsjunit.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses and prefix lengths from text. It never asks a name service. */
final class IpLiteral {

    private static final Pattern IPV4 =
            Pattern.compile("(%1$s\\.){3}%1$s".formatted("(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));
    /** Java asks a name service for some texts that this pattern excludes, such as one that begins with a dot. */
    private static final Pattern IPV6 = Pattern.compile("(?!\\.)[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private IpLiteral() {}

    static boolean isLiteral(String text) {
        return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
    }

    static InetAddress parse(String text) {
        if (isLiteral(text)) {
            try {
                InetAddress address = InetAddress.getByName(text); // does not ask a name service for a literal
                boolean mapped = text.indexOf(':') >= 0 && address instanceof Inet4Address;
                return mapped ? IpAddress.mapped(address.getAddress()) : address;
            } catch (UnknownHostException malformed) {
                throw notAnAddress(text, malformed);
            }
        }
        throw notAnAddress(text, null);
    }

    /**
     * Reads a prefix length.
     *
     * @param whole the text that it stands in, for the message
     * @param text the part behind the slash
     */
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
            throw new IllegalArgumentException("the prefix length of [" + IpAddress.text(address) + "/" + prefixLength
                    + "] is not between 0 and " + bits);
        }
    }

    private static IllegalArgumentException notAnAddress(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException("[" + text + "] is neither an IPv4 nor an IPv6 address", cause);
    }
}
