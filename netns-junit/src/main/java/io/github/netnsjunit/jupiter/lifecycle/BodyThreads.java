package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.inside.CallThread;
import io.github.netnsjunit.lab.inside.LabInternals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * The threads on which the bodies of one test run: one in each namespace, so that a body finds the thread-locals that an
 * earlier one has set. A body that begins while another one still runs in the same namespace gets a thread of its own.
 */
final class BodyThreads {

    private final Map<NetworkNamespace, InUse> threads = new HashMap<>();

    /** A thread of the test and the body that it got last. */
    private record InUse(CallThread thread, Body latest) {}

    /** Runs a body in a namespace, while the calling thread waits. */
    <T> T run(NetworkNamespace namespace, Body body, Invocation<T> invocation, Duration interruptWait)
            throws Exception {
        CallThread thread = take(namespace, body);
        if (thread != null) {
            return thread.call(() -> body.runInside(invocation), interruptWait);
        }
        try (CallThread extra = LabInternals.get().newThread(namespace)) {
            return extra.call(() -> body.runInside(invocation), interruptWait);
        }
    }

    /** Gives the test's thread in a namespace to a body. Returns null if the body before it has not ended. */
    private synchronized @Nullable CallThread take(NetworkNamespace namespace, Body body) {
        InUse found = threads.get(namespace);
        if (found != null && !found.latest.hasEnded()) {
            return null;
        }
        CallThread thread = found == null ? LabInternals.get().newThread(namespace) : found.thread;
        threads.put(namespace, new InUse(thread, body));
        return thread;
    }

    /** Leaves a thread to a body that does not end. The next body in its namespace gets a new one. */
    synchronized void giveUp(Body body) {
        threads.values().removeIf(each -> {
            boolean stuck = each.latest == body;
            if (stuck) {
                each.thread.close();
            }
            return stuck;
        });
    }

    /** Ends all threads. One that runs a body still ends after it. */
    synchronized void end() {
        threads.values().forEach(each -> each.thread.close());
        threads.clear();
    }
}
