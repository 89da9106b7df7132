package io.github.netnsjunit.kernel.system;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;

/**
 * Whether this Java process uses IPv6. Java decides that once, when it first uses the network: {@code ipv6_available} in its {@code
 * net_util_md.c} reads {@code /proc/net/if_inet6}.
 */
public final class JavaIPv6 {

    private JavaIPv6() {}

    /** Why this Java process does not use IPv6, with a remedy; empty if it does. */
    public static String reasonAgainst() {
        try {
            DatagramChannel.open(StandardProtocolFamily.INET6).close();
            return "";
        } catch (UnsupportedOperationException none) {
            return Boolean.getBoolean("java.net.preferIPv4Stack")
                    ? "this Java process does without IPv6, because it was started with -Djava.net.preferIPv4Stack=true: start it"
                            + " without that option"
                    : "this Java process does without IPv6 until it ends, because no interface had an IPv6 address when it was"
                            + " started, not even lo: start it where lo is up and has ::1 (ip link set lo up; sysctl"
                            + " net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.lo.disable_ipv6=0)";
        } catch (IOException refused) {
            return ""; // Java uses IPv6, or the kernel would not have been asked
        }
    }
}
