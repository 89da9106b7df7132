package io.github.netnsjunit.lab.refusal;

import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exception that a user sees when the kernel refused something. Its message first names the step and the
 * place, then what the kernel said, then what to do.
 */
public final class Refusals {

    /** Checked only once and not for every lab, because processes rarely lose a privilege. */
    private static volatile boolean rawSocketsChecked;

    private Refusals() {}

    /** Returns a copy of a failure whose message has one more line. */
    public static LabException withMoreText(LabException failure, String more) {
        String message = failure.getMessage() + System.lineSeparator() + more;
        return inPlaceOf(failure, withMessage(failure, message));
    }

    private static LabException withMessage(LabException failure, String message) {
        if (failure.step().isEmpty()) {
            return new LabException(message, failure.getCause());
        }
        Failed failed = Failed.describedBy(failure);
        return failure instanceof MissingFeatureException
                ? new MissingFeatureException(message, failed)
                : new LabException(message, failed, failure.getCause());
    }

    /**
     * Lets an exception stand in the place of a failure whose text its message contains: it gets the failure's stack
     * trace and suppressed exceptions. If the failure were its cause, the text would stand in the stack trace twice.
     */
    public static <X extends Throwable> X inPlaceOf(Throwable failure, X told) {
        told.setStackTrace(failure.getStackTrace());
        for (Throwable suppressed : failure.getSuppressed()) {
            told.addSuppressed(suppressed);
        }
        return told;
    }

    /** The exception for a step that failed and belongs to no part of the topology. */
    public static RuntimeException explain(
            String step, @Nullable String namespace, @Nullable String interfaceName, Throwable failure) {
        return explain(new Failed(step, namespace, interfaceName, null), failure);
    }

    /** Returns the exception for a step that failed. */
    public static RuntimeException explain(Failed failed, Throwable failure) {
        return explain(failed, failure, Privileges::remedies);
    }

    /**
     * The same where the kernel refused something in one namespace, and may know more of its reason.
     *
     * @param netlink a socket in the namespace
     */
    public static RuntimeException explain(Failed failed, LinuxException refused, NetlinkSocket netlink) {
        RuntimeException told = explain(failed, refused);
        return told.getClass() == LabException.class && refused instanceof NetlinkException request
                ? CauseAtInterface.of(request, netlink)
                        .<RuntimeException>map(cause -> withMoreText((LabException) told, cause))
                        .orElse(told)
                : told;
    }

    /** The same for a step in the machine's own namespace. The usual remedy, a user namespace, does not help there. */
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
                    ? new MissingPrivilegeException(message + hint(refused) + remedies.get(), failed, refused)
                    : new LabException(message + hint(refused), failed, refused);
        }
        return new LabException(message, failed, failure);
    }

    /**
     * Fails if CAP_NET_RAW is the only missing privilege. Probes need it for raw sockets. Without the other privileges
     * the kernel refuses to make a lab; without this one it would only refuse the first ping.
     */
    public static void checkProbes() {
        if (!rawSocketsChecked && Privileges.missing().equals(List.of("CAP_NET_RAW"))) {
            throw new MissingPrivilegeException(
                    "pings and other probes need raw sockets." + Privileges.remedies(), null);
        }
        rawSocketsChecked = true;
    }

    /** Fails if the kernel lacks a feature that a part needs. Each feature is tried only once in this JVM. */
    public static void checkFeatures(List<Part> parts) {
        for (Part part : parts) {
            for (KernelFeature feature : part.features()) {
                String reason = feature.reason();
                // If privileges are missing, making the lab fails and names them.
                if (!reason.isEmpty() && Privileges.missing().isEmpty()) {
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
                    + "The limit on namespaces is reached: see /proc/sys/user/max_net_namespaces,"
                    + " max_mnt_namespaces and max_uts_namespaces. The kernel reclaims closed namespaces a moment later.";
        }
        if (namespace && refused.errno() == Errno.EINVAL) {
            return System.lineSeparator() + "This kernel has no network namespaces (CONFIG_NET_NS)"
                    + (refused.operation().contains("CLONE_NEWUTS") ? ", or no UTS namespaces (CONFIG_UTS_NS)." : ".");
        }
        if (refused.errno() == Errno.EMFILE || refused.errno() == Errno.ENFILE) {
            return System.lineSeparator()
                    + (refused.errno() == Errno.EMFILE
                            ? "This process may have no more files open: see ulimit -Hn."
                            : "This machine may have no more files open: see /proc/sys/fs/file-max.")
                    + " An open namespace takes 2 of them, and 4 more once code has run in it. Close labs, files and sockets"
                    + " that are not needed, or raise the limit.";
        }
        if (refused.errno() == Errno.EPERM && refused.operation().startsWith("mount(sysfs")) {
            return System.lineSeparator()
                    + "Parts of this machine's /sys are hidden, as a rule in a container, and then only root may mount it for a"
                    + " namespace. With docker run --security-opt systempaths=unconfined, or --privileged, they are not.";
        }
        if (refused.errno() == Errno.EOPNOTSUPP && refused.operation().startsWith("add")) {
            return System.lineSeparator() + "This kernel does not support what was asked of it.";
        }
        if (refused.errno() == Errno.ENOENT && refused.operation().startsWith("open(/proc/sys/")) {
            return System.lineSeparator()
                    + "The namespace has no such kernel parameter. This kernel lacks it, or has one for the whole machine.";
        }
        if (refused.errno() == Errno.EROFS && refused.operation().contains("/proc/sys")) {
            return System.lineSeparator()
                    + "In a container /proc/sys is read-only, as a rule; with docker run --security-opt"
                    + " systempaths=unconfined, or --privileged, it is not.";
        }
        return "";
    }
}
