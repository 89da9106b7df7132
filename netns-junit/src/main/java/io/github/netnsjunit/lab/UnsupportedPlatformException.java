package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.NativeLibraryException;

/** Labs do not work on this operating system, processor or Java runtime. The message says what to do. */
public final class UnsupportedPlatformException extends LabException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("exports") // only the library calls this constructor
    public UnsupportedPlatformException(NativeLibraryException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
