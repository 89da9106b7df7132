package io.github.netnsjunit.provision;

import io.github.netnsjunit.kernel.libc.Libc;

/** Something that this library does in a namespace as long as a part is there. */
@FunctionalInterface
public interface Service {

    /**
     * Begins. Called on a thread that is in the network namespace, and that ends soon. May wait for the network.
     *
     * @return ends it
     * @throws IllegalStateException with a text for the user if it cannot begin
     */
    Running start(Libc libc, Handles handles);

    /** A service that has begun. */
    interface Running extends AutoCloseable {

        /** Nothing is left to be ended. */
        Running NOTHING = () -> {};

        /** Is called before {@link #close} if the network lives on without it. */
        default void takeLeave() {}

        /** Ends it. Called once. */
        @Override
        void close();
    }
}
