package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.LeftThread;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.lab.UnsupportedPlatformException;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Makes a lab and closes it. It is put into JUnit's Store before the lab is made, so the Store closes the lab whatever
 * happens in between.
 */
final class StoredLab implements StoredResource {

    private static final System.Logger LOG = System.getLogger(NetnsExtension.class.getName());

    /** Is enough for a thread that ends when it is interrupted. */
    private static final Duration THREAD_WAIT_AFTER_STUCK_BODY = Duration.ofSeconds(1);

    private static final String HINT_ABOUT_JDK_THREADS =
            " Those named ForkJoinPool or VirtualThread may be the JDK's own, which nobody can end: start neither virtual threads nor"
                    + " parallel streams inside, and give CompletableFuture the executor() of the namespace.";

    private final ExtensionContext context;
    private final Declarations declarations;
    private final Topology topology;
    private final Settings settings;
    private Duration threadWait;
    private @Nullable Lab lab;

    /**
     * Prepares a lab that is made when it is first asked for.
     *
     * @param context the context whose Store closes the lab
     * @param declarations where the topology comes from
     */
    StoredLab(ExtensionContext context, Declarations declarations, Topology topology, Settings settings) {
        this.context = context;
        this.declarations = declarations;
        this.topology = topology;
        this.settings = settings;
        this.threadWait = settings.interruptWait();
    }

    /**
     * Returns the lab, and makes it at the first call.
     *
     * @throws TestAbortedException if a privilege, a kernel feature or Linux itself is missing and the settings say to
     *     skip the test then
     */
    synchronized Lab lab() {
        if (lab == null) {
            try {
                lab = Lab.create(topology);
            } catch (MissingPrivilegeException | UnsupportedPlatformException missing) {
                throw skipOrFail(missing, missing);
            } catch (MissingFeatureException missing) {
                throw skipOrFail(missing, declarations.withAnnotations(missing));
            } catch (LabException failure) {
                throw declarations.withAnnotations(failure);
            }
        }
        return lab;
    }

    /** Returns an exception that skips the test, if the settings say so; otherwise the failure. */
    private RuntimeException skipOrFail(LabException missing, LabException failure) {
        return settings.skipsIfNetworkIsImpossible()
                ? Refusals.inPlaceOf(missing, new TestAbortedException(missing.getMessage(), missing.getCause()))
                : failure;
    }

    /** Returns the lab if it was made already. */
    synchronized Optional<Lab> existingLab() {
        return Optional.ofNullable(lab);
    }

    /**
     * Shortens the wait for the threads of the lab at its end. The wait for a stuck body is over, so it is not
     * repeated.
     */
    synchronized void shortenThreadWait() {
        threadWait = THREAD_WAIT_AFTER_STUCK_BODY;
    }

    /** Ends the processes of the lab. The lab stays open. */
    void endProcesses() {
        existingLab()
                .ifPresent(made -> runUninterrupted(() -> LabInternals.get().endProcesses(made)));
    }

    /**
     * Reports the threads that the test has left in the network, and closes the lab. Threads are looked for only now
     * because other extensions, and {@code @AutoClose}, may have ended some.
     */
    @Override
    @SuppressWarnings("try") // the resource is there only to be closed
    public synchronized void close() {
        Lab made = lab;
        if (made == null || !made.isOpen()) { // a test may close its lab
            return;
        }
        runUninterrupted(() -> {
            try (StoredResource closedEvenIfThreadsAreLeft = () -> made.close(threadWait)) {
                if (settings.leaks() != Settings.Leaks.IGNORE) {
                    reportLeftThreads(made.leftThreads());
                }
            }
        });
    }

    /**
     * Runs a step without the interrupt that the body of a test may have left on this thread, and sets the interrupt again
     * afterwards.
     */
    private static void runUninterrupted(Runnable step) {
        boolean interrupted = Thread.interrupted();
        try {
            step.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reportLeftThreads(List<LeftThread> left) {
        if (left.isEmpty()) {
            return;
        }
        String message = context.getDisplayName() + " leaves threads inside its network, which keep it alive."
                + " Stop them in the test, or use NetworkNamespace.executor(), which stops with its network. "
                + Settings.LEAKS + "=fail fails the test, =ignore silences this."
                + (left.stream().anyMatch(StoredLab::mayBelongToTheJdk) ? HINT_ABOUT_JDK_THREADS : "")
                + " They are:"
                + left.stream().map(thread -> System.lineSeparator() + thread).collect(Collectors.joining());
        if (settings.leaks() == Settings.Leaks.FAIL) {
            throw new AssertionFailedError(message);
        }
        LOG.log(System.Logger.Level.WARNING, message);
        context.publishReportEntry(Settings.LEAKS, message);
    }

    private static boolean mayBelongToTheJdk(LeftThread thread) {
        return thread.name().startsWith("ForkJoinPool") || thread.name().startsWith("VirtualThread");
    }
}
