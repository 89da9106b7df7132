package io.github.netnsjunit.lab.namespace;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.system.Privileges;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.lab.inside.Visit;
import io.github.netnsjunit.lab.names.HostsFile;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.network.HostNetwork;
import io.github.netnsjunit.lab.network.NamespaceNetwork;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.KeptConnections;
import io.github.netnsjunit.lab.system.NetworkIdentity;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens a namespace that exists already, made by somebody else. */
public final class ForeignNamespace {

    /** {@code _IO(NSIO, 0x3)} of {@code linux/nsfs.h}: the ioctl that tells the type of a namespace. */
    private static final long NS_GET_NSTYPE = 0xb703;

    private static final String OF_ANOTHER_USER_NAMESPACE =
            "The network namespace belongs to another user namespace than this process, which has no rights there: run the tests"
                    + " as root, without unshare --user in front.";

    private ForeignNamespace() {}

    public static NamespaceInternals ofProcess(long pid) {
        if (ProcessHandle.of(pid).isEmpty()) {
            throw new LabException("there is no process " + pid, null);
        }
        return open("process " + pid, Path.of("/proc/" + pid + "/ns/net"));
    }

    public static NamespaceInternals open(String name, Path path) {
        Outside.startThread();
        NameCache.disable();
        KeptConnections.disable();
        Refusals.checkProbes();
        Libc libc = Platform.libc();
        Descriptor descriptor;
        try {
            // O_NONBLOCK: if the path is a named pipe, open must not wait for somebody to open the other end.
            descriptor = libc.open(path.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK, 0);
        } catch (LinuxException refused) {
            throw explain("open " + path, name, refused, whyNotOpened(path));
        }
        try {
            if (!isNetworkNamespace(libc, descriptor)) {
                throw new LabException("[" + path + "] is not a network namespace", null);
            }
            // It is protected from changes if this process runs in it, whatever the path.
            boolean host = NetworkIdentity.of(descriptor).equals(NetworkIdentity.ofThisProcess());
            NetlinkSocket netlink = Visit.to(descriptor, libc, () -> NetlinkSocket.open(libc));
            Site site = Site.of(name, host, descriptor, netlink);
            NamespaceNetwork network = host ? new HostNetwork(site) : new NamespaceNetwork(site, false);
            Runnable unblockThreads = () -> {}; // others may have sockets in it, which must stay open
            return new NamespaceInternals(
                    libc, null, network, HostsFile::machine, false, interfaceName -> Optional.empty(), unblockThreads);
        } catch (LinuxException refused) {
            try (descriptor) {
                throw explain("enter " + path, name, refused, OF_ANOTHER_USER_NAMESPACE);
            }
        } catch (RuntimeException | Error failure) {
            try (descriptor) {
                throw failure;
            }
        }
    }

    /** @param reason why the kernel may have refused a process that has all privileges; empty if nothing special is known */
    private static RuntimeException explain(String step, String name, LinuxException refused, String reason) {
        if (reason.isEmpty()
                || !Privileges.areMissing(refused)
                || !Privileges.missing().isEmpty()) {
            return Refusals.explain(step, name, null, refused);
        }
        Failed failed = Failed.at(step).in(name);
        return new MissingPrivilegeException(
                failed + ": " + refused.getMessage() + System.lineSeparator() + reason, failed, refused);
    }

    /** Why a process's namespace may not be opened: a sentence about its user namespace, see user_namespaces(7) and ptrace(2). */
    private static String whyNotOpened(Path path) {
        Path user = path.resolveSibling("user");
        if (!path.toString().matches("/proc/\\d+/ns/net")) {
            return "";
        }
        String process = "Process " + path.getName(1);
        String remedy =
                ", where this process has no rights: start both in the same one, or run the tests as root, without"
                        + " unshare --user in front.";
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
            Path theirs = Files.readSymbolicLink(user);
            return own.equals(theirs)
                    ? ""
                    : process + " is in another user namespace, " + theirs + " and not " + own + remedy;
        } catch (IOException unreadable) {
            return process + " belongs to another user, or is in another user namespace" + remedy;
        }
    }

    private static boolean isNetworkNamespace(Libc libc, Descriptor descriptor) {
        try {
            return libc.ioctl(descriptor, NS_GET_NSTYPE) == Libc.CLONE_NEWNET;
        } catch (LinuxException notANamespace) { // ENOTTY: it is another kind of file
            return false;
        }
    }
}
