package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.VethKind;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pair of virtual Ethernet interfaces: what one sends, the other receives (veth(4)).
 *
 * @param left one end
 * @param right the other end
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record VethLink(End left, End right) implements Provisioned {

    public VethLink {
        requireNonNull(left, "left");
        requireNonNull(right, "right");
    }

    /** Declares a pair with these ends. */
    public static VethLink between(End left, End right) {
        return new VethLink(left, right);
    }

    @Override
    public Set<Key> declares() {
        return new LinkedHashSet<>(
                List.of(left.key(), right.key())); // Set.of would refuse two equal keys, which check reports
    }

    /** The set of both ends, because it does not matter which one is at the left. */
    @Override
    public Object meaning() {
        return new HashSet<>(List.of(left, right));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.VETH);
    }

    @Override
    public void outline(Draft draft) {
        left.outline(draft, "veth", LinkFacts.ETHERNET_MTU);
        right.outline(draft, "veth", LinkFacts.ETHERNET_MTU);
        draft.cable(left.key(), right.key());
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (left.key().equals(right.key())) {
            mistake.accept("its two ends have one name: " + left.key().taken());
        }
        left.check(all, mistake);
        right.check(all, mistake);
        if (all.isHost(left.namespace()) && all.isHost(right.namespace())) {
            mistake.accept(
                    "both ends are in the host's namespace, where nothing would make them vanish after the test");
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new VethLink(left.in(families), right.in(families)));
    }

    @Override
    public VethLink withDefaultMtu(int bytes) {
        return new VethLink(left.withDefaultMtu(bytes), right.withDefaultMtu(bytes));
    }

    @Override
    public void provision(Outline all, Steps to) {
        // The kernel makes the peer, and nothing but the peer, in another namespace than that of the request. So an end
        // in the host's
        // namespace is the peer. The kernel gives the peer no master, so a port is the other end, which saves a
        // request.
        boolean swap = all.isHost(left.namespace())
                || (!all.isHost(right.namespace()) && left.master() == null && right.master() != null);
        Key.Link near = swap ? right.key() : left.key();
        Key.Link peer = swap ? left.key() : right.key();
        to.pair(
                near,
                peer,
                handles -> new VethKind(to.newInterface(peer, handles), handles.namespace(peer.namespace())));
    }

    @Override
    public String toString() {
        return "veth pair " + left + " - " + right;
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VethLink that && left.equals(that.left) && right.equals(that.right);
    }

    @Override
    public int hashCode() {
        return Objects.hash(left, right);
    }
}
