package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks, in a {@link UserNamespace}, that the kernel has taken back every network namespace. */
final class Reclaimed {

    /** The kernel takes namespaces back in the background. This is how long that may take. */
    private static final Duration BOUND = Duration.ofSeconds(30);

    private Reclaimed() {}

    /** The time, as of {@link System#nanoTime()}, until which the kernel must have taken back what ends now. */
    static long deadline() {
        return System.nanoTime() + BOUND.toNanos();
    }

    /**
     * Makes as many namespaces as may exist at once. When this succeeds, no others exist. Throws an exception after the deadline. While it
     * waits it keeps those that it could make: the kernel would have to take them back too if they were closed.
     */
    static void await(long deadline) throws InterruptedException {
        List<Lab> all = new ArrayList<>();
        try {
            while (all.size() < UserNamespace.LIMIT) {
                retrying(() -> all.add(Lab.create(Topology.of(Namespace.of("ns" + all.size())))), deadline);
            }
        } finally {
            all.forEach(Lab::close);
        }
    }

    /** Does something that needs a namespace, and tries again while the kernel has not taken back enough of them. */
    static void retrying(Runnable body, long deadline) throws InterruptedException {
        while (true) {
            try {
                body.run();
                return;
            } catch (LabException refused) {
                boolean tooEarly = String.valueOf(refused.getMessage()).contains("ENOSPC");
                if (!tooEarly || System.nanoTime() - deadline > 0) {
                    throw refused;
                }
                synchronized (Reclaimed.class) {
                    Reclaimed.class.wait(20); // only a pause: nobody notifies
                }
            }
        }
    }
}
