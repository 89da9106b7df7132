package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;

/**
 * An intermediate functional block: what tc(8) redirects to it goes through its queueing discipline, and then on where it came from. So
 * what comes in at another interface can be delayed or limited like what goes out.
 *
 * @param end the interface, which needs no addresses
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record IfbLink(End end) implements SingleLink<IfbLink> {

    public IfbLink {
        requireNonNull(end, "end");
    }

    /** Declares an ifb that is up. */
    public static IfbLink of(String namespace, String name) {
        return new IfbLink(End.of(namespace, name));
    }

    @Override
    public IfbLink with(End other) {
        return new IfbLink(other);
    }

    @Override
    public String kind() {
        return "ifb";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.IFB);
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), LinkKind.of(kind()));
    }

    @Override
    public String toString() {
        return "ifb " + end;
    }
}
