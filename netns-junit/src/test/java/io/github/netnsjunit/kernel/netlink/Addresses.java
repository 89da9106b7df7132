package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.address.IpAddress;
import java.net.InetAddress;

/** A short name for {@link IpAddress#parse}, for tests with many addresses. */
public final class Addresses {

    private Addresses() {}

    public static InetAddress ip(String literal) {
        return IpAddress.parse(literal);
    }
}
