package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import java.util.Set;

/**
 * An interface that leads nowhere: the kernel drops what is sent through it. Its addresses belong to the namespace and do not depend on
 * any cable.
 *
 * @param end the interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record DummyLink(End end) implements SingleLink<DummyLink> {

    public DummyLink {
        requireNonNull(end, "end");
    }

    /** Declares a dummy that is up and has these addresses. */
    public static DummyLink of(String namespace, String name, String... addresses) {
        return new DummyLink(End.of(namespace, name, addresses));
    }

    @Override
    public DummyLink with(End other) {
        return new DummyLink(other);
    }

    @Override
    public int usualMtu() {
        return LinkFacts.ETHERNET_MTU;
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
