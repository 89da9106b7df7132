package io.github.netnsjunit.lab.namespace;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.LeftThread;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the threads of a namespace may take to end when it is closed.
 *
 * @param deadline until when they may take
 * @param factoryDeadline the same for those that {@link NetworkNamespace#threadFactory()} made
 * @param leftOfFactory takes those of the factory that do not end in time; {@code null} if they are a failure as the others are
 */
public record ThreadWait(
        Deadline deadline,
        Deadline factoryDeadline,
        @Nullable Consumer<LeftThread> leftOfFactory) {

    /** The same time for all threads, from now on. */
    public static ThreadWait of(Duration time) {
        Deadline deadline = Deadline.in(time);
        return new ThreadWait(deadline, deadline, null);
    }
}
