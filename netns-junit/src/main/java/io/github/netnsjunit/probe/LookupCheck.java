package io.github.netnsjunit.probe;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.lab.NetworkNamespace;

/**
 * Finds out whether a failed lookup was an answer at all. The C library says the same of an unknown name and of one that it could not
 * look up because no file can be opened.
 */
final class LookupCheck {

    private LookupCheck() {}

    /**
     * Opens a descriptor, as a lookup does.
     *
     * @throws IllegalStateException if that is impossible: then the lookup failed for a reason of the machine
     */
    static void run(NetworkNamespace namespace, String host) throws InterruptedException {
        try {
            Sending.callInside(namespace, LookupCheck::openDescriptor);
        } catch (LinuxException refused) {
            throw new IllegalStateException(
                    host + " could not be looked up inside " + namespace.name()
                            + ", so nobody knows whether it has an address: " + refused.getMessage(),
                    refused);
        }
    }

    private static boolean openDescriptor() {
        NativeLibrary.libc().socket(Libc.AF_INET, Libc.SOCK_STREAM, 0).close();
        return true;
    }
}
