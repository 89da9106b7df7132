package io.github.netnsjunit.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** What runs inside a namespace and ends with it: its pinned threads, its processes and the clients it lent out. */
final class Occupants {

    private final String namespace;
    private final NamespaceThreads threads;
    private final NamespaceProcesses processes;
    private final Queue<Runnable> clientEnds = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Occupants(String namespace, NamespaceThreads threads, NamespaceProcesses processes) {
        this.namespace = namespace;
        this.threads = threads;
        this.processes = processes;
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
        List<Thread> left = new ArrayList<>();
        new AllSteps()
                .take(processes::endClose)
                .take(() -> left.addAll(awaitThreads(deadline)))
                .finish();
        if (!left.isEmpty()) {
            throw LeftThreads.ignoredInterrupt(namespace, left);
        }
    }

    private List<Thread> awaitThreads(long deadline) {
        try {
            return threads.awaitAll(deadline);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return List.of(); // they were interrupted and will end without a witness
        }
    }
}
