package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;

/**
 * An interface that leads nowhere: what is sent through it is dropped, and its addresses are the namespace's own, whatever becomes of
 * its cables.
 *
 * @param end the interface
 */
@SuppressWarnings("exports") // how a part is made is nothing for users to call
public record DummyLink(End end) implements SingleLink<DummyLink> {

    public DummyLink {
        requireNonNull(end, "end");
    }

    /** One that is up, with these addresses. */
    public static DummyLink of(String namespace, String name, String... addresses) {
        return new DummyLink(End.of(namespace, name, addresses));
    }

    @Override
    public DummyLink with(End other) {
        return new DummyLink(other);
    }

    @Override
    public String kind() {
        return "dummy";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.DUMMY);
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), LinkKind.of(kind()));
    }

    @Override
    public String toString() {
        return "dummy " + end;
    }
}
