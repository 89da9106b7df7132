package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;

/**
 * How a thread enters a namespace: its own file system state first, then the mounts under which Java sees the truth, then the
 * network. A thread enters once and never goes back; it ends there.
 */
record NamespaceEntry(Libc libc, Descriptor network, Mounts mounts) {

    void enter() {
        Descriptor mountNamespace = mounts.descriptor();
        libc.unshare(Libc.CLONE_FS); // setns(CLONE_NEWNS) refuses a thread that shares its root and working directory
        libc.setns(mountNamespace, Libc.CLONE_NEWNS);
        libc.chdir(System.getProperty("user.dir")); // setns went to the root; relative paths must keep their meaning
        libc.setns(network, Libc.CLONE_NEWNET);
    }
}
