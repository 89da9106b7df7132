package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.lab.names.HostsFile;
import io.github.netnsjunit.lab.names.NameCache;
import io.github.netnsjunit.lab.provision.Site;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.KeptConnections;
import io.github.netnsjunit.lab.system.Platform;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a namespace that exists already, made by somebody else. */
final class ForeignNamespace {

    /** {@code _IO(NSIO, 0x3)} of {@code linux/nsfs.h}: the ioctl that tells the type of a namespace. */
    private static final long NS_GET_NSTYPE = 0xb703;

    private ForeignNamespace() {}

    static NetworkNamespace open(String name, Path path) {
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
            throw Refusals.explain("open " + path, name, null, refused);
        }
        try {
            if (!isNetworkNamespace(libc, descriptor)) {
                throw new LabException("[" + path + "] is not a network namespace", null);
            }
            boolean host = isHost(descriptor);
            NetlinkSocket netlink = Outside.call(() -> {
                libc.setns(descriptor, Libc.CLONE_NEWNET);
                return NetlinkSocket.open(libc);
            });
            Site site = Site.of(name, host, descriptor, netlink);
            NamespaceNetwork network = host ? new HostNetwork(site) : new NamespaceNetwork(site);
            Runnable updateNames = () -> {}; // its hosts file is that of the machine
            Runnable unblockThreads = () -> {}; // others may have sockets in it, which must stay open
            return new NetworkNamespace(
                    new NamespaceInternals(libc, network, HostsFile::machine, false, updateNames, unblockThreads));
        } catch (LinuxException refused) {
            try (descriptor) {
                throw Refusals.explain("enter " + path, name, null, refused);
            }
        } catch (RuntimeException | Error failure) {
            try (descriptor) {
                throw failure;
            }
        }
    }

    /** Whether it is the namespace in which this process runs, whatever the path. It is protected from changes then. */
    private static boolean isHost(Descriptor descriptor) {
        try {
            Path own = Path.of("/proc/self");
            return Files.isSameFile(own.resolve("ns/net"), own.resolve("fd/" + descriptor.number()));
        } catch (IOException noProc) {
            throw new LabException("could not compare namespaces in /proc", noProc);
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
