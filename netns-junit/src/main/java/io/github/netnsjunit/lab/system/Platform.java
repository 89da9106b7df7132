package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.libc.NativeLibraryException;
import io.github.netnsjunit.lab.UnsupportedPlatformException;

/** The platform on which this process runs. */
public final class Platform {

    private Platform() {}

    /**
     * Returns the C library of this process.
     *
     * @throws UnsupportedPlatformException if labs do not work on this platform
     */
    public static Libc libc() {
        try {
            return NativeLibrary.libc();
        } catch (NativeLibraryException unsupported) {
            throw new UnsupportedPlatformException(unsupported);
        }
    }
}
