package io.github.netnsjunit.lab;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The HTTP clients that were given out, to be shut down with the namespace. */
final class OpenClients implements AutoCloseable {

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private boolean closed;

    <C> C add(C client, Consumer<C> closer) {
        synchronized (closers) {
            if (!closed) {
                closers.push(() -> closer.accept(client));
                return client;
            }
        }
        closer.accept(client);
        throw new IllegalStateException("the namespace is closed");
    }

    @Override
    public void close() {
        synchronized (closers) {
            closed = true;
            AllSteps steps = new AllSteps();
            while (!closers.isEmpty()) {
                steps.take(closers.pop());
            }
            steps.finish();
        }
    }
}
