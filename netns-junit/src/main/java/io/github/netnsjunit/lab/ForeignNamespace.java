package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import java.nio.file.Path;

/** Opens a namespace that somebody else made. */
final class ForeignNamespace {

    /** {@code _IO(NSIO, 0x3)} of {@code linux/nsfs.h}: of which type a namespace is. */
    private static final long NS_GET_NSTYPE = 0xb703;

    private ForeignNamespace() {}

    static NetworkNamespace open(String name, Path path) {
        Host.settle();
        NameCache.disable();
        Libc libc = NativeLibrary.libc();
        Descriptor descriptor;
        try {
            descriptor = libc.open(path.toString(), Libc.O_RDONLY, 0);
        } catch (LinuxException refused) {
            throw Refusals.explain("open " + path, name, null, refused);
        }
        if (!isNetworkNamespace(libc, descriptor)) {
            descriptor.close();
            throw new LabException("[" + path + "] is not a network namespace", null);
        }
        return NetworkNamespace.foreign(name, libc, descriptor);
    }

    private static boolean isNetworkNamespace(Libc libc, Descriptor descriptor) {
        try {
            return libc.ioctl(descriptor, NS_GET_NSTYPE) == Libc.CLONE_NEWNET;
        } catch (LinuxException noNamespaceAtAll) { // ENOTTY: any other kind of file
            return false;
        }
    }
}
