package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.ChangeKind;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.PortVlans;
import io.github.netnsjunit.topology.SwitchFacts;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A Linux bridge: a switch whose ports are the interfaces that name it as their {@linkplain End#master() master}.
 *
 * @param end the bridge's own interface; without addresses it is a mere switch
 * @param options what it does beyond forwarding frames
 */
@SuppressWarnings("exports") // how a part is made is nothing for users to call
public record BridgeLink(End end, BridgeOptions options) implements SingleLink<BridgeLink> {

    public BridgeLink {
        requireNonNull(end, "end");
        requireNonNull(options, "options");
    }

    /** A bridge without spanning tree protocol: its ports forward at once. */
    public static BridgeLink of(String namespace, String name, String... addresses) {
        return new BridgeLink(End.of(namespace, name, addresses), BridgeOptions.DEFAULT);
    }

    /**
     * The same with the spanning tree protocol on: then a port forwards only after twice the forward delay, which is 2 s. In each cycle
     * of bridges at least one must speak it.
     */
    public BridgeLink withStp() {
        return with(options.withStp());
    }

    /** The same with another forward delay, 2 s to 30 s in steps of 10 ms, which counts with the spanning tree protocol. */
    public BridgeLink forwardDelay(Duration delay) {
        return with(options.forwardDelay(requireNonNull(delay, "delay")));
    }

    /**
     * The same, but an address that is not seen again is forgotten after this time, up to 1 000 000 s in steps of 10 ms; by default after
     * 300 s. With zero the bridge learns nothing, and sends every frame everywhere.
     */
    public BridgeLink ageing(Duration time) {
        return with(options.ageing(requireNonNull(time, "time")));
    }

    /** The same with another priority in the spanning tree protocol, 0 to 65535; the default is 32768, and the lowest is the root. */
    public BridgeLink priority(int number) {
        return with(options.priority(number));
    }

    /**
     * The same, but it keeps VLANs apart: by the {@linkplain End#vlan(int) VLAN} of each port, and the {@linkplain End#tagged(int...)
     * tagged} ones of a trunk. Ports of which nothing is said are in VLAN 1, and so is the bridge's own interface. Needs
     * {@link KernelFeature#VLAN_FILTERING}.
     */
    public BridgeLink withVlanFiltering() {
        return with(options.withVlanFiltering());
    }

    /** The same, but frames of the bridge's own interface belong to this VLAN, 1 to 4094; with 0 it takes none without a tag. */
    public BridgeLink vlan(int untagged) {
        return with(options.vlans(new PortVlans(untagged, options.vlans().tagged())));
    }

    /** The same, but frames of these VLANs, 1 to 4094, pass by the bridge's own interface with their tag. */
    public BridgeLink tagged(int... vlans) {
        return with(options.vlans(new PortVlans(
                options.vlans().untagged(), Arrays.stream(vlans).boxed().collect(Collectors.toSet()))));
    }

    /** The same, but the frames of a multicast group go everywhere. */
    public BridgeLink withoutMulticastSnooping() {
        return with(options.withoutMulticastSnooping());
    }

    /**
     * The same, but it asks, over IPv4 and IPv6, who is in which group. Where nobody asks, the frames of a group go everywhere, snooping
     * or not. Its members have a tenth of a second to answer, and until then its frames go everywhere too.
     */
    public BridgeLink withMulticastQuerier() {
        return with(options.withMulticastQuerier());
    }

    private BridgeLink with(BridgeOptions other) {
        return new BridgeLink(end, other);
    }

    @Override
    public BridgeLink with(End other) {
        return new BridgeLink(other, options);
    }

    @Override
    public String kind() {
        return "bridge";
    }

    @Override
    public Set<KernelFeature> features() {
        return options.vlanFiltering()
                ? Set.of(KernelFeature.BRIDGE, KernelFeature.VLAN_FILTERING)
                : Set.of(KernelFeature.BRIDGE);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.bridge(end.key(), new SwitchFacts(options.stp(), options.vlanFiltering(), options.vlans()));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (end.master() != null) {
            mistake.accept("a bridge cannot be a port of another; join the two with a veth pair");
        }
        options.check(mistake);
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), options.kind());
        if (options.multicastQuerier()) {
            to.change(Phase.MASTERS, end.key(), Set.of(end.key()), handles -> {
                return new ChangeKind(handles.index(end.key()), new BridgeKind.Querier());
            });
        }
    }

    @Override
    public String toString() {
        return "bridge " + end;
    }
}
