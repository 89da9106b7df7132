package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the floor of JUnit needs of a lab, and users do not: this package is hidden from them. {@link Lab} itself provides it. */
public abstract class LabInternals {

    private static volatile @Nullable LabInternals provided;

    protected LabInternals() {}

    /** Called once, when the class {@link Lab} is initialized. */
    public static void provide(LabInternals internals) {
        provided = internals;
    }

    /** The one that there is. Whoever calls this has a lab, and so its class is initialized. */
    public static LabInternals get() {
        return requireNonNull(provided, "no lab was made yet");
    }

    /**
     * Ends a lab's programs, as its end does first of all; none can be started after this. For what is to be cleared away when they
     * have ended, while the network still stands.
     */
    public abstract void endProcesses(Lab lab);

    /**
     * Like {@link NetworkNamespace#call}, but on a new thread that the calling one starts, and that so inherits its inheritable
     * thread-locals.
     *
     * @param patience how long the body may take to end once the calling thread was interrupted
     * @throws io.github.netnsjunit.lab.LabException with the body's stack, if it takes longer; it is left running then
     */
    public abstract <T> T callOnNewThread(NetworkNamespace namespace, Callable<T> body, Duration patience)
            throws Exception;
}
