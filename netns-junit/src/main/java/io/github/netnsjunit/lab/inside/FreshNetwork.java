package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.system.SysctlFile;
import java.util.List;

/** Kernel parameters that every network namespace of a lab begins with. The topology may set them otherwise afterwards. */
public final class FreshNetwork {

    /** Whether the kernel looks for duplicates of the IPv6 addresses of new links. */
    private static final String ACCEPT_DAD = "net.ipv6.conf.default.accept_dad";

    /**
     * Kernel parameters that are set to 0. They turn off the rate limits of ICMP errors, so that the namespace reports every packet that
     * it drops. The masks turn off the limit for all receivers together too, which is 50 errors at once.
     */
    private static final List<String> UNLIMITED_ICMP_ERRORS =
            List.of("net.ipv4.icmp_ratemask", "net.ipv6.icmp.ratelimit", "net.ipv6.icmp.ratemask");

    private FreshNetwork() {}

    /**
     * Sets them in the network namespace of the calling thread.
     *
     * @param failed names the namespace in the exception if this fails
     * @param duplicateAddressDetection whether the kernel looks for duplicates of the IPv6 addresses of new links
     */
    public static void set(Libc libc, Failed failed, boolean duplicateAddressDetection) {
        set(libc, failed, ACCEPT_DAD, duplicateAddressDetection ? "1" : "0");
        for (String parameter : UNLIMITED_ICMP_ERRORS) {
            set(libc, failed, parameter, "0");
        }
    }

    private static void set(Libc libc, Failed failed, String parameter, String value) {
        try {
            SysctlFile.write(
                    libc,
                    new Failed(
                            "set " + parameter + " to [" + value + "]",
                            failed.namespace(),
                            failed.interfaceName(),
                            failed.part()),
                    parameter,
                    value);
        } catch (LinuxException refused) {
            // A kernel without IPv6 lacks the parameters of IPv6, and in some containers /proc/sys is read-only.
            if (refused.errno() != Errno.ENOENT && refused.errno() != Errno.EROFS && refused.errno() != Errno.EACCES) {
                throw refused;
            }
        }
    }
}
