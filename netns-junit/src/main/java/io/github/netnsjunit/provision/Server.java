package io.github.netnsjunit.provision;

/**
 * Something that runs in a namespace as a part of the lab. Its sockets are inside, but its thread is outside: so it does not count as one
 * that a test has left there.
 */
public interface Server extends AutoCloseable {

    /** Serves until it is closed. The lab calls this on a thread of its own. By default there is nothing to do. */
    default void serve() {}

    /** Is called before {@link #close} if the network lives on without it. By default there is nobody to tell. */
    default void takeLeave() {}

    /** Ends it, and closes its sockets before it returns. Does nothing the second time. */
    @Override
    void close();
}
