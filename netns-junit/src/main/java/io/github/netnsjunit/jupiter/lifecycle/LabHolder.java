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
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** A lab in the Store. It is there before its lab is, so that the Store closes whatever became of that. */
public final class LabHolder implements Stored {

    private static final System.Logger LOG = System.getLogger(NetnsExtension.class.getName());

    /** Long enough for a thread that heeds its interrupt. */
    private static final Duration HURRY = Duration.ofSeconds(1);

    private static final String SHARED_BY_ALL =
            " Those named ForkJoinPool or VirtualThread may be the JDK's own, which nobody can end: start neither virtual threads nor"
                    + " parallel streams inside, and give CompletableFuture the executor() of the namespace.";

    private final ExtensionContext context;
    private final Declarations network;
    private final Topology topology;
    private final Settings settings;
    private Duration patience;
    private @Nullable Lab lab;

    /**
     * A lab to be made when it is asked for.
     *
     * @param context whose Store holds it
     * @param topology what the declarations of the network come to
     */
    LabHolder(ExtensionContext context, Declarations network, Topology topology, Settings settings) {
        this.context = context;
        this.network = network;
        this.topology = topology;
        this.settings = settings;
        this.patience = settings.interruptWait();
    }

    /**
     * The lab, made now unless it was made before.
     *
     * @throws TestAbortedException if a privilege, a kernel feature or the platform is missing and the settings say that this skips the test
     */
    synchronized Lab lab() {
        if (lab == null) {
            try {
                lab = Lab.create(topology);
            } catch (MissingPrivilegeException | UnsupportedPlatformException missing) {
                throw skippedWithout(missing, missing);
            } catch (MissingFeatureException missing) {
                throw skippedWithout(missing, network.described(missing));
            } catch (LabException failure) {
                throw network.described(failure);
            }
        }
        return lab;
    }

    /** What skips the test, if the settings say so; else what fails it. */
    private RuntimeException skippedWithout(LabException missing, LabException failure) {
        return settings.skipsWhatIsMissing() ? new TestAbortedException(missing.getMessage(), missing) : failure;
    }

    /** The lab, if it was made. */
    synchronized Optional<Lab> made() {
        return Optional.ofNullable(lab);
    }

    /** A body was waited for in vain: the end of the lab does not wait for it once more, and for others no longer than they need. */
    synchronized void hurry() {
        patience = HURRY;
    }

    /** Ends what runs in the lab as programs, and leaves the rest as it is. */
    void endProcesses() {
        made().ifPresent(ending -> undisturbed(() -> LabInternals.get().endProcesses(ending)));
    }

    /** Here, as late as can be, it shows which threads were left: other extensions, and JUnit's {@code @AutoClose}, end some. */
    @Override
    @SuppressWarnings("try") // that it closes is all that is wanted of it
    public synchronized void close() {
        Lab ending = lab;
        if (ending == null || !ending.isOpen()) { // a test may close it
            return;
        }
        undisturbed(() -> {
            try (Stored afterwards = () -> ending.close(patience)) {
                if (settings.leaks() != Settings.Leaks.IGNORE) {
                    tellOfLeftThreads(ending.leftThreads());
                }
            }
        });
    }

    /** Without the interrupt that a body may leave: what it left is looked after as of any other. */
    private static void undisturbed(Runnable step) {
        boolean interrupted = Thread.interrupted();
        try {
            step.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tellOfLeftThreads(List<LeftThread> left) {
        if (left.isEmpty()) {
            return;
        }
        String words = context.getDisplayName() + " leaves threads inside its network, which keep it alive."
                + " Stop them in the test, or use NetworkNamespace.executor(), which stops with its network. "
                + Settings.LEAKS + "=fail fails the test, =ignore silences this."
                + (left.stream().anyMatch(LabHolder::isSharedByAll) ? SHARED_BY_ALL : "")
                + " They are:"
                + left.stream().map(thread -> System.lineSeparator() + thread).collect(Collectors.joining());
        if (settings.leaks() == Settings.Leaks.FAIL) {
            throw new AssertionFailedError(words);
        }
        LOG.log(System.Logger.Level.WARNING, words);
        context.publishReportEntry(Settings.LEAKS, words);
    }

    private static boolean isSharedByAll(LeftThread thread) {
        return thread.name().startsWith("ForkJoinPool") || thread.name().startsWith("VirtualThread");
    }
}
