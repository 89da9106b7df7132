package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.process.NamespaceProcesses;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Deadline;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What runs inside a namespace and ends with it: its pinned threads, its processes and the clients it lent out. */
public final class Occupants {

    /** Long enough for a thread that heeds its interrupt, as a rule; the others are looked after then. */
    private static final Duration UNBLOCKING = Duration.ofMillis(20);

    private final String namespace;
    private final NamespaceThreads threads;
    private final NamespaceProcesses processes;
    private final Queue<Runnable> clientEnds = new ConcurrentLinkedQueue<>();
    private final Runnable unblocking;
    private volatile boolean closed;

    /**
     * Nobody as yet.
     *
     * @param unblocking sets free the threads that wait where no interrupt reaches them
     */
    public Occupants(String namespace, NamespaceThreads threads, NamespaceProcesses processes, Runnable unblocking) {
        this.namespace = namespace;
        this.threads = threads;
        this.processes = processes;
        this.unblocking = unblocking;
    }

    public NamespaceThreads threads() {
        return threads;
    }

    public NamespaceProcesses processes() {
        return processes;
    }

    /** Takes note of a client, and of how it is shut down. */
    public <C> C lend(C client, Consumer<C> end) {
        clientEnds.add(() -> end.accept(client));
        if (closed) { // asked after it is in the queue: it is either shut down here or found by beginClose()
            endClients();
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
        return client;
    }

    /** Tells them to end. */
    public void beginClose() {
        closed = true;
        new AllSteps()
                .take(processes::beginClose)
                .take(this::endClients)
                .take(threads::interruptAll)
                .finish();
    }

    private void endClients() {
        AllSteps steps = new AllSteps();
        for (Runnable end = clientEnds.poll(); end != null; end = clientEnds.poll()) {
            steps.take(end);
        }
        steps.finish();
    }

    /**
     * Waits for their end; for that of the threads until a deadline.
     *
     * @throws LabException if a thread goes on
     */
    public void endClose(Deadline deadline) {
        new AllSteps()
                .take(processes::endClose)
                .take(() -> awaitThreads(deadline))
                .finish();
    }

    private void awaitThreads(Deadline deadline) {
        if (threads.awaitAll(deadline.orIn(UNBLOCKING)).isEmpty()) {
            return;
        }
        AllSteps steps = new AllSteps().take(unblocking);
        List<Thread> left = threads.awaitAll(deadline);
        if (!left.isEmpty()) {
            LabException ignored = ignoredInterrupt(left);
            steps.finishFor(ignored);
            throw ignored;
        }
    }

    private LabException ignoredInterrupt(List<Thread> left) {
        String stacks = left.stream()
                .map(thread -> "%n  thread [%s]%n".formatted(thread.getName())
                        + Arrays.stream(thread.getStackTrace())
                                .map(frame -> "    at " + frame)
                                .collect(Collectors.joining(System.lineSeparator())))
                .collect(Collectors.joining());
        return new LabException(
                "namespace [" + namespace + "] is closed, but " + left.size()
                        + " of its threads ignored the interrupt and keep it alive."
                        + " Let what they run end when it is interrupted:" + stacks,
                null);
    }
}
