package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.system.JavaThreads;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.provision.Server;
import io.github.netnsjunit.topology.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What runs in one namespace as a part of the lab. Safe for use by several threads. */
public final class Services implements AutoCloseable {

    private final Map<Key, Server> running = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Lets a service that was opened serve, on a thread outside of every lab.
     *
     * @param name what the thread is called
     * @throws IllegalStateException if all were ended meanwhile; this one is ended too then
     */
    synchronized void start(Key key, String name, Server service) {
        if (closed) { // the test has closed the namespace since the service was opened
            try (service) {
                throw new IllegalStateException("there are no services any more");
            }
        }
        Thread thread = new Thread(JavaThreads.OF_THE_LIBRARY, service::serve, name, 0, false);
        thread.setDaemon(true);
        running.put(key, service);
        Outside.call(
                () -> { // the calling thread is in the namespace, and a thread begins where its starter is
                    thread.start();
                    return true;
                });
    }

    /** A service that runs. */
    synchronized Server get(Key key) {
        Server service = running.get(key);
        if (service == null) {
            throw new IllegalStateException("there is no " + key);
        }
        return service;
    }

    /** The service of a kind; empty if none runs. */
    synchronized <S> Optional<S> find(Class<S> kind) {
        return running.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    /** Ends a service in a network that lives on. Does nothing if it has ended already. */
    synchronized void end(Key key) {
        Server ending = running.remove(key);
        if (ending != null) {
            try (ending) {
                ending.takeLeave();
            }
        }
    }

    /** Ends all of them, with the network. */
    @Override
    public synchronized void close() {
        closed = true;
        AllSteps steps = new AllSteps();
        running.values().forEach(service -> steps.take(service::close));
        running.clear();
        steps.finish();
    }
}
