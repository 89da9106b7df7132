package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.libc.NativeLibraryException;
import io.github.netnsjunit.lab.UnsupportedPlatformException;

/** What this process runs on. */
public final class Platform {

    private Platform() {}

    /**
     * The C library of this process.
     *
     * @throws UnsupportedPlatformException if there is none that labs work with
     */
    public static Libc libc() {
        try {
            return NativeLibrary.libc();
        } catch (NativeLibraryException unsupported) {
            throw new UnsupportedPlatformException(unsupported);
        }
    }
}
