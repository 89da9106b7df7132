package io.github.netnsjunit.lab;

import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Parts that were added to a lab while it ran. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Addition more = lab.add(DummyLink.of("blue_ns", "dummy0", "192.0.2.1/32"))) {
 *     ...
 * } // and it is gone
 * }</pre>
 */
public final class Addition implements AutoCloseable {

    private final Lab lab;
    private final List<Part> parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    Addition(Lab lab, List<Part> parts) {
        this.lab = lab;
        this.parts = List.copyOf(parts);
    }

    /** The parts that were added, each once. */
    public List<Part> parts() {
        return parts;
    }

    /**
     * Takes the parts away again, with the programs and threads in the namespaces among them, and with what was added on top of them:
     * the ports of a bridge, the routes through a link. What the lab was made with, or another addition that is not closed yet has
     * too, stays. So additions may be closed in any order. A kernel parameter gets the value back that it had before, whatever the test
     * has set by hand since. Does nothing the second time, nor once the lab is closed.
     *
     * @throws LabException if the kernel refuses, or a thread in one of the namespaces takes longer than 10 s to end; all else is taken
     *     away nevertheless
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lab.remove(this);
        }
    }

    @Override
    public String toString() {
        return "addition " + parts;
    }
}
