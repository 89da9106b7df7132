package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Address families, and what follows from them. */
public final class Family {

    private static final InetAddress UNSPECIFIED_4 = IpAddress.of(new byte[4]);
    private static final InetAddress UNSPECIFIED_6 = IpAddress.of(new byte[16]);

    private Family() {}

    /** {@code AF_INET} or {@code AF_INET6}. */
    public static int of(InetAddress address) {
        return address instanceof Inet4Address ? Libc.AF_INET : Libc.AF_INET6;
    }

    public static int bits(InetAddress address) {
        return address instanceof Inet4Address ? 32 : 128;
    }

    /** Whether a message of this family is about IPv4 or IPv6. */
    public static boolean isInternet(int family) {
        return family == Libc.AF_INET || family == Libc.AF_INET6;
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    public static InetAddress unspecified(int family) {
        return family == Libc.AF_INET ? UNSPECIFIED_4 : UNSPECIFIED_6;
    }

    public static void checkPrefix(InetAddress address, int prefixLength) {
        if (prefixLength < 0 || prefixLength > bits(address)) {
            throw new IllegalArgumentException(
                    "the prefix of " + IpAddress.text(address) + " has no length of " + prefixLength);
        }
    }
}
