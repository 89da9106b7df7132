package io.github.netnsjunit.holds;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the kernel, in a {@link UserNamespace}, whether it has taken back every network namespace. */
final class Reclaimed {

    /** The kernel reclaims in the background; this is the bound that the project promises. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private Reclaimed() {}

    /** When what ends now must have been taken back, as a moment of {@link System#nanoTime()}. */
    static long deadline() {
        return System.nanoTime() + BOUND.toNanos();
    }

    /**
     * Returns once all namespaces that may exist can be made at once, so that none but these exist; throws after the deadline. Those that
     * could be made are kept until the rest can be: given back in between, they would be what the kernel has to reclaim next.
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

    /** Does something that needs a namespace, again as long as the kernel has not reclaimed enough. */
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
                    Reclaimed.class.wait(20); // nobody notifies: the kernel tells no one when it has reclaimed
                }
            }
        }
    }
}
