package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.NativeLibraryException;

/** Labs do not work on this operating system, processor or Java runtime; the message says what to do. */
public final class UnsupportedPlatformException extends LabException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("exports") // the library alone makes it
    public UnsupportedPlatformException(NativeLibraryException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
