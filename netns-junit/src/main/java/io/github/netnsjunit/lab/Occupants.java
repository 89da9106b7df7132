package io.github.netnsjunit.lab;

import java.util.ArrayList;
import java.util.List;

/** What runs inside a namespace and ends with it: its pinned threads, its processes and the clients it lent out. */
record Occupants(String namespace, NamespaceThreads threads, NamespaceProcesses processes, OpenClients clients) {

    /** Tells them to end. */
    void beginClose() {
        new AllSteps()
                .take(processes::beginClose)
                .take(clients::close)
                .take(threads::interruptAll)
                .finish();
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
