package io.github.netnsjunit.kernel.netlink;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.libc.Libc;
import java.net.Inet4Address;
import java.net.InetAddress;

/** Facts about the address families IPv4 and IPv6. */
public final class Family {

    private static final InetAddress UNSPECIFIED_4 = IpAddress.of(new byte[4]);
    private static final InetAddress UNSPECIFIED_6 = IpAddress.of(new byte[16]);

    private Family() {}

    /** {@code AF_INET} or {@code AF_INET6}. */
    public static int of(InetAddress address) {
        return address instanceof Inet4Address ? Libc.AF_INET : Libc.AF_INET6;
    }

    /** How many bits an address of this family has. */
    public static int bits(InetAddress address) {
        return address instanceof Inet4Address ? 32 : 128;
    }

    /** Whether this is the number of IPv4 or IPv6. The kernel also lists entries of other families. */
    public static boolean isInternet(int family) {
        return family == Libc.AF_INET || family == Libc.AF_INET6;
    }

    /** {@code 0.0.0.0} or {@code ::}. */
    public static InetAddress unspecified(int family) {
        return family == Libc.AF_INET ? UNSPECIFIED_4 : UNSPECIFIED_6;
    }
}
