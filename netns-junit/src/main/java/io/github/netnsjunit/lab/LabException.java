package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.topology.Part;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lab could not be made, changed or closed as requested. The message names the step, the namespace and the interface, then
 * the kernel's operation, errno and explanation. The methods below return the part, the namespace, the interface and the step,
 * each if it is known.
 */
public class LabException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Failed failed;

    /** With a message and a cause. */
    public LabException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failed = null;
    }

    @SuppressWarnings("exports") // only the library calls this constructor
    public LabException(String message, Failed failed, @Nullable Throwable cause) {
        super(message, cause);
        this.failed = failed;
    }

    /** The part of the topology that could not be made. After serialization this and the other values here are empty. */
    public Optional<Part> part() {
        return Optional.ofNullable(failed).map(Failed::part);
    }

    /** The name of the namespace in which the step failed. */
    public Optional<String> namespace() {
        return Optional.ofNullable(failed).map(Failed::namespace);
    }

    /** The name of the interface that the step was about. */
    public Optional<String> interfaceName() {
        return Optional.ofNullable(failed).map(Failed::interfaceName);
    }

    /** What was being done: the words that end the sentence "could not …". */
    public Optional<String> step() {
        return Optional.ofNullable(failed).map(Failed::step);
    }
}
