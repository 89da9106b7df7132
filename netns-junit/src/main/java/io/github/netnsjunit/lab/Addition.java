package io.github.netnsjunit.lab;

import io.github.netnsjunit.topology.Part;
import java.util.List;

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
    private final List<Provisioner.Undoing> undoings;
    private boolean closed;

    Addition(Lab lab, List<Part> parts, List<Provisioner.Undoing> undoings) {
        this.lab = lab;
        this.parts = List.copyOf(parts);
        this.undoings = undoings;
    }

    /** The parts that were added; without those that the lab had already. */
    public List<Part> parts() {
        return parts;
    }

    List<Provisioner.Undoing> undoings() {
        return undoings;
    }

    /**
     * Takes the parts away again, with the programs and threads in the namespaces among them. Several additions may be closed in any
     * order; what stood on a part goes with it, as the kernel sees to. Does nothing the second time, nor once the lab is closed.
     *
     * @throws LabException if the kernel refuses, or a thread in one of the namespaces takes longer than 10 s to end; all else is taken
     *     away nevertheless
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            lab.remove(this);
        }
    }

    @Override
    public String toString() {
        return "addition " + parts;
    }
}
