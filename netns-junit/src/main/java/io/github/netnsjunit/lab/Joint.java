package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.network.NamespaceNetwork;
import io.github.netnsjunit.topology.CableFacts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;

/**
 * A cable from a lab to a namespace that the lab has not made; see {@link Lab#join}. It vanishes with the lab, and with this Java process,
 * even if that is killed. Safe for use by several threads.
 */
public final class Joint implements AutoCloseable {

    private final NetworkNamespace inside;
    private final Key.Link near;

    private Joint(NetworkNamespace inside, Key.Link near) {
        this.inside = inside;
        this.near = near;
    }

    static Joint make(Lab lab, NetworkNamespace outside, Part cable) {
        checkOutside(outside);
        List<CableFacts> cables = Outline.of(cable).cables();
        if (cables.size() != 1) {
            throw new IllegalArgumentException(
                    "cable [" + cable + "] is no cable between two namespaces: give a veth pair");
        }
        Key.Link one = cables.get(0).one();
        Key.Link other = cables.get(0).other();
        if (isInside(lab, one) == isInside(lab, other)) {
            throw new IllegalArgumentException(
                    "cable [" + cable + "]: one of its ends must be in a namespace of the lab, and the other in one"
                            + " whose name the lab does not have; the lab has "
                            + lab.topology().outline().namespaces());
        }
        Key.Link near = isInside(lab, one) ? one : other;
        Key.Link far = isInside(lab, one) ? other : one;
        lab.topology().with(Namespace.of(far.namespace()), cable); // for its checks
        NetworkNamespace inside = lab.namespace(near.namespace());
        inside.internals().join(cable, far.namespace(), outside.network());
        return inside.internals().lend(new Joint(inside, near), Joint::close);
    }

    private static boolean isInside(Lab lab, Key.Link end) {
        return lab.topology().outline().namespace(end.namespace()).isPresent();
    }

    private static void checkOutside(NetworkNamespace outside) {
        if (outside.internals().lab().isPresent()) {
            throw new IllegalArgumentException(
                    "outside [" + outside + "] belongs to a lab: add the cable to that lab, with add(...)");
        }
        if (outside.network().site().host()) {
            throw new IllegalArgumentException("outside [" + outside
                    + "] is the host's own: declare it with Namespace.host(...) or @HostNamespace, and the cable too");
        }
    }

    /** Takes the cable away, with both of its ends. Does nothing the second time, and nothing if the lab is closed. */
    @Override
    public void close() {
        NamespaceNetwork network = inside.network();
        if (network.site().isOpen()) {
            network.removeLinks(link -> link.name().equals(near.name()));
        }
    }

    @Override
    public String toString() {
        return "joint at " + near;
    }
}
