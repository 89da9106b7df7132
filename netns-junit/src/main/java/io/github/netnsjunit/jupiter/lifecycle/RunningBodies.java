package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * Runs the bodies of a test and knows which of them still run. A {@code @Timeout} in a separate thread makes JUnit go
 * on without waiting for the body. The network must stay open until such a body has ended, or its time is over.
 */
public final class RunningBodies implements StoredResource {

    private final Duration interruptWait;
    private final Runnable onStuckBody;
    private final Set<Body> running = ConcurrentHashMap.newKeySet();
    private final BodyThreads threads = new BodyThreads();
    private final List<StuckBodyException> stuck = new CopyOnWriteArrayList<>();

    /**
     * Starts with no bodies.
     *
     * @param interruptWait how long a body may take to end after it was interrupted
     * @param onStuckBody is run for every body that takes longer
     */
    RunningBodies(Duration interruptWait, Runnable onStuckBody) {
        this.interruptWait = interruptWait;
        this.onStuckBody = onStuckBody;
    }

    /**
     * Runs a body on the calling thread.
     *
     * @param description what messages call the body
     */
    public <T> T runHere(Invocation<T> invocation, String description) throws Throwable {
        Body body = new Body(description);
        running.add(body);
        try {
            return body.run(invocation);
        } finally {
            running.remove(body);
        }
    }

    /**
     * Runs a body on the test's thread in a namespace, while the calling thread waits. What the body throws arrives as
     * it was thrown; an {@link UnseenTransactionException} is added to it if that may be why.
     *
     * @param description what messages call the body
     */
    public <T> T runInside(NetworkNamespace namespace, Invocation<T> invocation, String description) throws Throwable {
        Body body = new Body(description + " in " + namespace.name());
        running.add(body);
        try {
            return threads.run(namespace, body, invocation, interruptWait);
        } catch (Throwable failure) {
            if (failure instanceof LabException && body.isLeftRunning()) {
                giveUp(body);
                throw body.stuck(interruptWait);
            }
            UnseenTransactionException.addTo(failure, description);
            throw failure;
        } finally {
            running.remove(body); // also a stuck body: it has just been reported
        }
    }

    /**
     * Waits for the bodies that JUnit no longer waits for. JUnit has interrupted them. Those that do not end in time
     * are reported by {@link #failIfStuck}.
     */
    public void awaitAbandoned() throws InterruptedException {
        boolean interruptedBefore =
                Thread.interrupted(); // a body may leave an interrupt; only a later one ends the wait
        Deadline deadline = Deadline.in(interruptWait);
        for (Body body : List.copyOf(running)) {
            if (!body.endsBy(deadline)) {
                running.remove(body);
                stuck.add(body.stuck(interruptWait));
                giveUp(body);
            }
        }
        if (interruptedBefore) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp(Body body) {
        threads.giveUp(body);
        onStuckBody.run();
    }

    /** Fails if {@link #awaitAbandoned} waited in vain for a body. */
    public void failIfStuck() {
        if (!stuck.isEmpty()) {
            StuckBodyException first = stuck.get(0);
            stuck.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Ends the threads of the test. One that runs a body still ends after it. */
    @Override
    public void close() {
        threads.end();
    }
}
