package io.github.netnsjunit.lab;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A route as the kernel takes it, read from a user's text. */
record ParsedRoute(IpNetwork to, @Nullable InetAddress via) {

    static ParsedRoute parse(String to, @Nullable String via) {
        InetAddress gateway = via == null ? null : IpLiteral.parse(via);
        return new ParsedRoute(destination(to, gateway), gateway);
    }

    /** {@code default} is of the gateway's family, and of IPv4 without one, as for {@code ip route}. */
    static IpNetwork destination(String text, @Nullable InetAddress gateway) {
        if (!text.equals(StaticRoute.DEFAULT)) {
            return IpNetwork.parse(text);
        }
        try {
            return IpNetwork.of(
                    InetAddress.getByAddress(new byte[gateway == null ? 4 : gateway.getAddress().length]), 0);
        } catch (UnknownHostException impossible) { // thrown for lengths other than 4 and 16 alone
            throw new AssertionError(impossible);
        }
    }
}
