package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.system.Failed;
import io.github.netnsjunit.topology.Part;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lab could not be made, changed or ended as it was asked to. The message names the step, the namespace and the interface, then
 * the kernel's operation, errno and words; they are here by themselves too, where they are known.
 */
public class LabException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Failed failed;

    /** What went wrong, and what it came from. */
    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failed = null;
    }

    @SuppressWarnings("exports") // the library alone makes it
    public LabException(String message, Failed failed, @Nullable Throwable cause) {
        super(message, cause);
        this.failed = failed;
    }

    /** The part of the topology that could not be made. Empty, as are the others here, once this exception was serialized. */
    public Optional<Part> part() {
        return Optional.ofNullable(failed).map(Failed::part);
    }

    /** The name of the namespace in which it failed. */
    public Optional<String> namespace() {
        return Optional.ofNullable(failed).map(Failed::namespace);
    }

    /** The name of the interface that it was about. */
    public Optional<String> interfaceName() {
        return Optional.ofNullable(failed).map(Failed::interfaceName);
    }

    /** What was being done, as the end of "could not …". */
    public Optional<String> step() {
        return Optional.ofNullable(failed).map(Failed::step);
    }
}
