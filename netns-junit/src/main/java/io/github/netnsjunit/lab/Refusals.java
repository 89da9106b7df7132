package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.NetlinkException;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what the kernel refused into what a user reads: the user's words first, then the kernel's, then the remedy. */
final class Refusals {

    private Refusals() {}

    /** @param step what was being done, as the end of "could not …" */
    static RuntimeException explain(
            String step, @Nullable String namespace, @Nullable String interfaceName, Throwable failure) {
        return explain(step, namespace, interfaceName, failure, Privileges::remedies);
    }

    /** The same of the machine's own namespace, into which a user namespace gives no way. */
    static RuntimeException explainOfHost(String step, String namespace, Throwable failure) {
        return explain(step, namespace, null, failure, Privileges::remedyForHost);
    }

    private static RuntimeException explain(
            String step,
            @Nullable String namespace,
            @Nullable String interfaceName,
            Throwable failure,
            Supplier<String> remedies) {
        if (failure instanceof LabException known) {
            return known;
        }
        String where = (namespace == null ? "" : "namespace [" + namespace + "]")
                + (interfaceName == null ? "" : ", interface [" + interfaceName + "]");
        String message = (where.isEmpty() ? "" : where + ": ") + "could not " + step + ": " + failure.getMessage();
        if (failure instanceof LinuxException refused) {
            if (lacksPrivilege(refused)) {
                return new MissingPrivilegeException(message + remedies.get(), refused);
            }
            return new LabException(message + hint(refused), refused);
        }
        return new LabException(message, failure);
    }

    /** Netlink says EPERM where a capability is missing, and EACCES for other reasons, such as that a link has IPv6 turned off. */
    private static boolean lacksPrivilege(LinuxException refused) {
        return refused.errno() == Errno.EPERM
                || (refused.errno() == Errno.EACCES && !(refused instanceof NetlinkException));
    }

    private static String hint(LinuxException refused) {
        boolean namespace = refused.operation().startsWith("unshare");
        if (namespace && refused.errno() == Errno.ENOSPC) {
            return System.lineSeparator()
                    + "The limit on namespaces is reached: see /proc/sys/user/max_net_namespaces and"
                    + " /proc/sys/user/max_mnt_namespaces. The kernel reclaims closed namespaces a moment later.";
        }
        if (namespace && refused.errno() == Errno.EINVAL) {
            return System.lineSeparator() + "This kernel has no network namespaces (CONFIG_NET_NS).";
        }
        if (refused.errno() == Errno.EOPNOTSUPP && refused.operation().startsWith("add")) {
            return System.lineSeparator() + "This kernel does not support what was asked of it.";
        }
        if (refused.errno() == Errno.EROFS && refused.operation().contains("/proc/sys")) {
            return System.lineSeparator()
                    + "In a container /proc/sys is read-only, as a rule; with docker run --security-opt"
                    + " systempaths=unconfined, or --privileged, it is not.";
        }
        return "";
    }
}
