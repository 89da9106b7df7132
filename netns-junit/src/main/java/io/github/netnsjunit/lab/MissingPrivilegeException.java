package io.github.netnsjunit.lab;

import org.jspecify.annotations.Nullable;

/** The kernel refused because a privilege is missing; the message says which, and every way to get it. */
public final class MissingPrivilegeException extends LabException {

    private static final long serialVersionUID = 1;

    MissingPrivilegeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    MissingPrivilegeException(String message, Failed failed, Throwable cause) {
        super(message, failed, cause);
    }
}
