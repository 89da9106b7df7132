package io.github.netnsjunit.kernel.libc;

import org.jspecify.annotations.Nullable;

/** This Java runtime cannot call the C library. The message says what to do. */
public final class NativeLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NativeLibraryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
