package io.github.netnsjunit.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What runs inside a namespace and ends with it: its pinned threads, its processes and the clients it lent out. */
final class Occupants {

    /** Long enough for a thread that heeds its interrupt, as a rule; the others are looked after then. */
    private static final long UNBLOCKING_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

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
    Occupants(String namespace, NamespaceThreads threads, NamespaceProcesses processes, Runnable unblocking) {
        this.namespace = namespace;
        this.threads = threads;
        this.processes = processes;
        this.unblocking = unblocking;
    }

    NamespaceThreads threads() {
        return threads;
    }

    NamespaceProcesses processes() {
        return processes;
    }

    /** Takes note of a client, and of how it is shut down. */
    <C> C lend(C client, Consumer<C> end) {
        clientEnds.add(() -> end.accept(client));
        if (closed) { // asked after it is in the queue: it is either shut down here or found by beginClose()
            endClients();
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
        return client;
    }

    /** Tells them to end. */
    void beginClose() {
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
     * Waits for their end; for that of the threads until a moment of {@link System#nanoTime()}.
     *
     * @throws LabException if a thread goes on
     */
    void endClose(long deadline) {
        new AllSteps()
                .take(processes::endClose)
                .take(() -> awaitThreads(deadline))
                .finish();
    }

    private void awaitThreads(long deadline) {
        long soon = System.nanoTime() + UNBLOCKING_NANOS;
        if (threads.awaitAll(deadline - soon < 0 ? deadline : soon).isEmpty()) {
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
