package io.github.netnsjunit.kernel.netlink;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of tests, as literals. */
public final class Addresses {

    private Addresses() {}

    public static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException mistyped) {
            throw new IllegalArgumentException(mistyped);
        }
    }
}
