package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.refusal.Failed;
import org.jspecify.annotations.Nullable;

/** The kernel refused because a privilege is missing. The message says which, and lists every way to get it. */
public final class MissingPrivilegeException extends LabException {

    private static final long serialVersionUID = 1;

    public MissingPrivilegeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @SuppressWarnings("exports") // only the library calls this constructor
    public MissingPrivilegeException(String message, Failed failed, Throwable cause) {
        super(message, failed, cause);
    }
}
