package io.github.netnsjunit.lab.namespace;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.process.NamespaceProcesses;
import io.github.netnsjunit.lab.waiting.AllSteps;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What ends when a namespace is closed: its pinned threads, its processes and the HTTP clients that it gave to users.
 */
final class Occupants {

    /** Most threads that react to an interrupt end within this time. The others are then unblocked in another way. */
    private static final Duration TIME_FOR_INTERRUPTS = Duration.ofMillis(20);

    private final String namespace;
    private final NamespaceThreads threads;
    private final NamespaceProcesses processes;
    private final Queue<Runnable> clientEnds = new ConcurrentLinkedQueue<>();
    private final Runnable unblockThreads;
    private volatile boolean closed;

    /**
     * There are no threads, processes and clients at first.
     *
     * @param unblockThreads unblocks the threads that wait where an interrupt has no effect
     */
    Occupants(String namespace, NamespaceThreads threads, NamespaceProcesses processes, Runnable unblockThreads) {
        this.namespace = namespace;
        this.threads = threads;
        this.processes = processes;
        this.unblockThreads = unblockThreads;
    }

    NamespaceThreads threads() {
        return threads;
    }

    NamespaceProcesses processes() {
        return processes;
    }

    /** Remembers a client and how to shut it down. */
    <C> C lend(C client, Consumer<C> end) {
        clientEnds.add(() -> end.accept(client));
        if (closed) { // checked only after the add: so either this shuts the client down or beginClose() does
            endClients();
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
        return client;
    }

    /** Tells all of them to end, and does not wait. */
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
     * Waits until all of them have ended; for the threads it waits until their deadline at most.
     *
     * @throws LabException if a thread still runs then, unless it is one of the factory and the wait says who takes those
     */
    void endClose(ThreadWait wait) {
        new AllSteps().take(processes::endClose).take(() -> awaitThreads(wait)).finish();
    }

    private void awaitThreads(ThreadWait wait) {
        if (threads.awaitAll(wait.deadline().orIn(TIME_FOR_INTERRUPTS), wait.factoryDeadline())
                .isEmpty()) {
            return;
        }
        AllSteps steps = new AllSteps().take(unblockThreads);
        List<Thread> left = threads.awaitAll(wait.deadline(), wait.factoryDeadline());
        Consumer<LeftThread> leftOfFactory = wait.leftOfFactory();
        if (leftOfFactory != null) {
            left.removeIf(thread -> {
                boolean ofFactory = threads.isFromFactory(thread);
                if (ofFactory) {
                    leftOfFactory.accept(new LeftThread(namespace, thread.getName(), stackOf(thread)));
                }
                return ofFactory;
            });
        }
        if (!left.isEmpty()) {
            LabException stillRunning = failureOfThreadsThatRun(left);
            steps.finishFor(stillRunning);
            throw stillRunning;
        }
    }

    private LabException failureOfThreadsThatRun(List<Thread> left) {
        String stacks = left.stream()
                .map(thread -> "%n  thread [%s]%n".formatted(thread.getName()) + stackOf(thread))
                .collect(Collectors.joining());
        return new LabException(
                "namespace [" + namespace + "] is closed, but " + left.size()
                        + " of its threads ignored the interrupt and keep it alive."
                        + " Let what they run end when it is interrupted:" + stacks,
                null);
    }

    private static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    at " + frame)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
