package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what the kernel refused into what a user reads: the user's words first, then the kernel's, then the remedy. */
public final class Refusals {

    /** Not to be asked at every lab: what a process has it keeps, as a rule. */
    private static volatile boolean probesChecked;

    private Refusals() {}

    /** The same failure with another line to its message; the given one is its cause. */
    public static LabException explained(LabException failure, String more) {
        String message = failure.getMessage() + System.lineSeparator() + more;
        return failure.step().isEmpty()
                ? new LabException(message, failure)
                : new LabException(message, Failed.as(failure), failure);
    }

    /** Of a failure of which only the place is known. */
    public static RuntimeException explain(
            String step, @Nullable String namespace, @Nullable String interfaceName, Throwable failure) {
        return explain(new Failed(step, namespace, interfaceName, null), failure);
    }

    public static RuntimeException explain(Failed failed, Throwable failure) {
        return explain(failed, failure, Privileges::remedies);
    }

    /** The same of the machine's own namespace, into which a user namespace gives no way. */
    public static RuntimeException explainOfHost(Failed failed, Throwable failure) {
        return explain(failed, failure, Privileges::remedyForHost);
    }

    private static RuntimeException explain(Failed failed, Throwable failure, Supplier<String> remedies) {
        if (failure instanceof LabException known) {
            return known;
        }
        String message = failed + ": " + failure.getMessage();
        if (failure instanceof LinuxException refused) {
            return Privileges.areMissing(refused)
                    ? new MissingPrivilegeException(message + remedies.get(), failed, refused)
                    : new LabException(message + hint(refused), failed, refused);
        }
        return new LabException(message, failed, failure);
    }

    /**
     * Fails where CAP_NET_RAW alone is missing, with which probes open raw sockets: for want of the others the kernel refuses a lab,
     * for want of this one it would refuse the first ping.
     */
    public static void checkProbes() {
        if (!probesChecked && Privileges.missing().equals(List.of("CAP_NET_RAW"))) {
            throw new MissingPrivilegeException(
                    "pings and other probes need raw sockets." + Privileges.remedies(), null);
        }
        probesChecked = true;
    }

    /** Fails if the kernel lacks what a part needs. Each feature is tried once in the life of the JVM. */
    public static void checkFeatures(List<Part> parts) {
        for (Part part : parts) {
            for (KernelFeature feature : part.features()) {
                String reason = feature.reason();
                if (!reason.isEmpty() && Privileges.missing().isEmpty()) { // else the lab itself tells what is missing
                    Failed failed = Failed.at("make [" + part + "]").of(part);
                    throw new MissingFeatureException(failed + ": " + reason, failed);
                }
            }
        }
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
