package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.SwitchFacts;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Linux bridge: a switch whose ports are the interfaces that name it as their {@linkplain End#master() master}.
 *
 * @param end the bridge's own interface; without addresses it is a mere switch
 * @param stp whether it speaks the spanning tree protocol; then a port forwards only after twice the forward delay of 2 s. In each
 *     cycle of bridges at least one must speak it
 */
@SuppressWarnings("exports") // how a part is made is nothing for users to call
public record BridgeLink(End end, boolean stp) implements SingleLink<BridgeLink> {

    public BridgeLink {
        requireNonNull(end, "end");
    }

    /** A bridge without spanning tree protocol: its ports forward at once. */
    public static BridgeLink of(String namespace, String name, String... addresses) {
        return new BridgeLink(End.of(namespace, name, addresses), false);
    }

    /** The same with the spanning tree protocol on. */
    public BridgeLink withStp() {
        return new BridgeLink(end, true);
    }

    @Override
    public BridgeLink with(End other) {
        return new BridgeLink(other, stp);
    }

    @Override
    public String kind() {
        return "bridge";
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.BRIDGE);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.bridge(end.key(), new SwitchFacts(stp, false));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (end.master() != null) {
            mistake.accept("a bridge cannot be a port of another; join the two with a veth pair");
        }
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), new BridgeKind(stp));
    }

    @Override
    public String toString() {
        return "bridge " + end;
    }
}
