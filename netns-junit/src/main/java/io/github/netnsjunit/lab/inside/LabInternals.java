package io.github.netnsjunit.lab.inside;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.topology.Topology;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the JUnit extension needs of a lab and users do not need. It is here because users do not see this package.
 * {@link Lab} provides the implementation.
 */
public abstract class LabInternals {

    private static volatile @Nullable LabInternals implementation;

    protected LabInternals() {}

    /** {@link Lab} calls this once, when its class is initialized. */
    public static void provide(LabInternals internals) {
        implementation = internals;
    }

    /** Returns what {@link Lab} provided. Initializes its class if only a namespace of another process was opened so far. */
    public static LabInternals get() {
        try {
            MethodHandles.lookup().ensureInitialized(Lab.class);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible); // the class is public
        }
        return requireNonNull(implementation, "Lab provides it when it is initialized");
    }

    /**
     * Ends the processes of a lab; no new ones can be started after that. Closing the lab does this first anyway. The
     * caller can then clean up what the processes used while the network still exists.
     */
    public abstract void endProcesses(Lab lab);

    /**
     * Begins to open the network that was made ahead for a topology, if there is one, because the next lab will take it. Returns at once.
     */
    public abstract void openAhead(Topology topology);

    /** Prepares a thread inside a namespace, for bodies of one test. It starts with its first code. */
    public abstract CallThread newThread(NetworkNamespace namespace);

    /** Returns the targets of the links to the lab's open namespaces in {@code /proc}, such as {@code net:[4026532177]}. */
    public abstract List<Path> networks(Lab lab);

    /** Runs a step when a namespace closes, as one of its last users. What it throws, closing the namespace or its lab throws. */
    public abstract void onClose(NetworkNamespace namespace, Runnable step);

    /** Returns the lab that made a namespace. Empty if the namespace was opened by {@link NetworkNamespace#ofPath} or the like. */
    public abstract Optional<Lab> labOf(NetworkNamespace namespace);

    /**
     * Like {@link Lab#close(Duration)}, but with a shorter wait for the threads that {@link NetworkNamespace#threadFactory()} made. If
     * they do not end, that is no failure here.
     *
     * @param leftOfFactory takes those of them that do not end in time
     */
    public abstract void close(
            Lab lab, Duration gracePeriod, Duration factoryGracePeriod, Consumer<LeftThread> leftOfFactory);
}
