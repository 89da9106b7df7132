package io.github.netnsjunit.lab;

import org.jspecify.annotations.Nullable;

/**
 * A lab could not be made, changed or ended as it was asked to. The message names the step, the namespace and the interface, then
 * the kernel's operation, errno and words.
 */
public class LabException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What went wrong, and what it came from. */
    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
