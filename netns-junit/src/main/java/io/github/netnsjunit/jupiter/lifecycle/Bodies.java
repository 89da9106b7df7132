package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.LabInternals;
import io.github.netnsjunit.lab.system.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * The bodies that run in one test's network. JUnit gives up a body that outlasts a {@code @Timeout} in a thread of its own without
 * waiting for it; the account kept here lets the network outlive it.
 */
public final class Bodies {

    private final Duration wait;
    private final Runnable givenUp;
    private final Set<Body> running = ConcurrentHashMap.newKeySet();
    private final List<StuckBodyException> stuck = new CopyOnWriteArrayList<>();

    /**
     * No bodies yet.
     *
     * @param wait how long one that was interrupted may take to end
     * @param givenUp what to do where one took longer
     */
    Bodies(Duration wait, Runnable givenUp) {
        this.wait = wait;
        this.givenUp = givenUp;
    }

    /** Runs a body on the calling thread. */
    public <T> T here(Invocation<T> invocation, String words) throws Throwable {
        Body body = new Body(words);
        running.add(body);
        try {
            return body.run(invocation);
        } finally {
            running.remove(body);
        }
    }

    /** Runs a body on a new thread inside a namespace, as if it were the calling one. */
    public <T> T inside(NetworkNamespace namespace, Invocation<T> invocation, String words) throws Throwable {
        Body body = new Body(words + " in " + namespace.name());
        running.add(body);
        try {
            return LabInternals.get().callOnNewThread(namespace, () -> body.runInside(invocation), wait);
        } catch (LabException failure) {
            if (body.isLeftRunning()) {
                givenUp.run();
                throw body.stuck(wait);
            }
            throw failure;
        } finally {
            running.remove(body); // a body that its caller gave up is reported by the caller
        }
    }

    /** Waits for the end of every body that still runs, when none should: those were interrupted when they were given up. */
    public void awaitAbandoned() throws InterruptedException {
        boolean interruptedBefore = Thread.interrupted(); // by a body, perhaps; what comes while this waits ends it
        Deadline deadline = Deadline.in(wait);
        for (Body body : List.copyOf(running)) {
            if (!body.endsBy(deadline)) {
                running.remove(body);
                stuck.add(body.stuck(wait));
                givenUp.run();
            }
        }
        if (interruptedBefore) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fails if a body was given up. */
    public void check() {
        if (!stuck.isEmpty()) {
            StuckBodyException first = stuck.get(0);
            stuck.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
