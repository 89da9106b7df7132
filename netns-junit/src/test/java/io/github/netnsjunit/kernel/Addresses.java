package io.github.netnsjunit.kernel;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses of tests, as literals. */
final class Addresses {

    private Addresses() {}

    static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException mistyped) {
            throw new IllegalArgumentException(mistyped);
        }
    }
}
