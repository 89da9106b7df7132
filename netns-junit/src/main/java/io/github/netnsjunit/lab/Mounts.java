package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;

/** The mount namespace that goes with a network namespace. */
sealed interface Mounts extends AutoCloseable permits PrivateViews, Mounts.Shared {

    /** Its descriptor; the first call may make it. */
    Descriptor descriptor();

    /** The kernel id of the thread that keeps it, 0 if none has to. */
    int keeperTid();

    @Override
    void close();

    /** One that existed before, such as the host's. */
    record Shared(Descriptor descriptor) implements Mounts {

        @Override
        public int keeperTid() {
            return 0;
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }
}
