package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.jupiter.NetnsExtension;
import io.github.netnsjunit.jupiter.reading.Declarations;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.MissingFeatureException;
import io.github.netnsjunit.lab.MissingPrivilegeException;
import io.github.netnsjunit.lab.UnsupportedPlatformException;
import io.github.netnsjunit.lab.escape.ClosedNetworks;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The key of the report's entry about what a topology warns of. */
    private static final String NETWORK_WARNINGS = "netns.junit.network";

    /** Is enough for a thread that ends when it is interrupted. */
    private static final Duration THREAD_WAIT_AFTER_STUCK_BODY = Duration.ofSeconds(1);

    /** Is enough for a thread of a user's pool that ends when it is interrupted. */
    private static final Duration POOL_WAIT = Duration.ofSeconds(1);

    private final ExtensionContext context;
    private final Declarations declarations;
    private final Topology topology;
    private final Settings settings;
    private Duration threadWait;
    private @Nullable Lab lab;
    private volatile boolean closing;
    /** Remembers the networks of a lab that the test has closed by hand; null if it has not. */
    private volatile @Nullable Runnable closedByHand;

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
            warn();
            try {
                Lab made = Lab.create(topology);
                lab = made;
                made.namespaces().forEach(each -> LabInternals.get().onClose(each, () -> noteClosingByHand(made)));
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

    /** Tells what the topology warns of, before it is made. */
    private void warn() {
        List<String> warnings = topology.warnings();
        if (!warnings.isEmpty()) {
            String message = "The network of " + context.getDisplayName() + ": " + String.join("; ", warnings) + ".";
            LOG.log(System.Logger.Level.WARNING, message);
            context.publishReportEntry(NETWORK_WARNINGS, message);
        }
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
     * Closes the lab, and reports the threads and programs that the test has left in the network. They are looked for only now because
     * other extensions, and {@code @AutoClose}, may have ended some.
     */
    @Override
    public synchronized void close() {
        Lab made = lab;
        if (made == null) {
            return;
        }
        Runnable rememberingNetworks = closedByHand;
        if (rememberingNetworks != null) {
            rememberingNetworks.run();
        }
        if (!made.isOpen()) { // a test may close its lab
            return;
        }
        closing = true;
        runUninterrupted(() -> {
            LeakReport left = new LeakReport();
            List<Path> networks = new ArrayList<>();
            AllSteps steps = new AllSteps();
            steps.take(() -> networks.addAll(LabInternals.get().networks(made)));
            if (settings.leaks() != Settings.Leaks.IGNORE) {
                steps.take(() -> left.addThreads(made.leftThreads()));
                steps.take(() -> left.addProcesses(made.leftProcesses()));
            }
            steps.take(() -> remember(left, networks));
            steps.take(
                    () -> LabInternals.get().close(made, threadWait, shorter(POOL_WAIT, threadWait), left::addThread));
            steps.take(() -> remember(left, networks));
            steps.take(() -> report(left));
            steps.finish();
        });
    }

    /** Finds the threads in the lab while they can be found. Only later tests are told of them, so the networks are remembered later. */
    private void noteClosingByHand(Lab made) {
        if (!closing && !made.isOpen() && closedByHand == null) { // it is open if only one of its namespaces is closed
            closedByHand = ClosedNetworks.find(
                    EscapeWatch.nameOf(context), LabInternals.get().networks(made));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Runs a step without the interrupt that the body of a test may have left on this thread, and sets the interrupt again
     * afterwards.
     */
    static void runUninterrupted(Runnable step) {
        boolean interrupted = Thread.interrupted();
        try {
            step.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Later tests that meet the threads which stay in these networks are told whose they are. */
    private void remember(LeakReport left, List<Path> networks) {
        if (left.hasThreads() || settings.leaks() == Settings.Leaks.IGNORE) {
            ClosedNetworks.remember(EscapeWatch.nameOf(context), networks);
        }
    }

    private void report(LeakReport left) {
        if (left.isEmpty() || settings.leaks() == Settings.Leaks.IGNORE) {
            return;
        }
        String message = left.message(context.getDisplayName());
        if (settings.leaks() == Settings.Leaks.FAIL) {
            throw new AssertionFailedError(message);
        }
        LOG.log(System.Logger.Level.WARNING, message);
        context.publishReportEntry(Settings.LEAKS, message);
    }
}
