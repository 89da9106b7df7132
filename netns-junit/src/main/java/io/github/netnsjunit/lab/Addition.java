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
     * Takes the parts away again. If a namespace is among them, the programs and threads in it end. Parts that were added later and need
     * one of these, such as the ports of a bridge or the routes through a link, are taken away too. A part stays if the lab was made
     * with it, or if another addition contains it that is still open. So additions may be closed in any order. A kernel parameter gets
     * the value back that it had before the addition, even if the test has set it by hand since. Does nothing the second time, and
     * nothing once the lab is closed.
     *
     * @throws LabException if the kernel refuses, or a thread in one of the namespaces takes longer than 10 s to end; everything else is
     *     taken away nevertheless
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
