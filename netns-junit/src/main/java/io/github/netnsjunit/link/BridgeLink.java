package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.kernel.link.BridgeKind;
import io.github.netnsjunit.kernel.link.ChangeKind;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.SwitchFacts;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A Linux bridge: a switch whose ports are the interfaces that name it as their {@linkplain End#master() master}.
 *
 * @param end the bridge's own interface; without addresses the bridge is only a switch
 * @param options what the bridge does apart from forwarding frames
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record BridgeLink(End end, BridgeOptions options) implements SingleLink<BridgeLink> {

    public BridgeLink {
        requireNonNull(end, "end");
        requireNonNull(options, "options");
    }

    /** Declares a bridge without the spanning tree protocol: its ports forward frames at once. */
    public static BridgeLink of(String namespace, String name, String... addresses) {
        return new BridgeLink(End.of(namespace, name, addresses), BridgeOptions.DEFAULT);
    }

    /**
     * The same with the spanning tree protocol on. A port then forwards frames only after twice the forward delay, which is 2 s unless set
     * otherwise. In each cycle of bridges at least one must speak the protocol.
     */
    public BridgeLink withStp() {
        return with(options.withStp());
    }

    /**
     * The same with the spanning tree protocol on; a lab is made, and parts are added to it, only when each port of this bridge that has a
     * carrier forwards, or is blocked by the protocol. That takes twice the forward delay.
     */
    public BridgeLink awaitForwarding() {
        return with(options.withStp().waiting());
    }

    /** The same with another forward delay for the spanning tree protocol: 2 s to 30 s, in steps of 10 ms. */
    public BridgeLink forwardDelay(Duration delay) {
        return with(options.forwardDelay(requireNonNull(delay, "delay")));
    }

    /**
     * The same, but the bridge forgets an address that it does not see again after this time: up to 1 000 000 s, in steps of 10 ms; the
     * default is 300 s. With zero the bridge forgets addresses at once, and sends every frame to all ports.
     */
    public BridgeLink ageing(Duration time) {
        return with(options.ageing(requireNonNull(time, "time")));
    }

    /** The same with another priority, 0 to 65535; the default is 32768. The bridge with the lowest is the root of the spanning tree. */
    public BridgeLink priority(int number) {
        return with(options.priority(number));
    }

    /**
     * The same, but the bridge keeps VLANs apart, according to the {@linkplain End#vlan(int) VLAN} of each port and the
     * {@linkplain End#tagged(int...) tagged VLANs} of each trunk. Unless declared otherwise, ports are in VLAN 1, and so is the bridge's
     * own interface. Needs {@link KernelFeature#VLAN_FILTERING}.
     */
    public BridgeLink withVlanFiltering() {
        return with(options.withVlanFiltering());
    }

    /**
     * The same, but frames without a tag at the bridge's own interface belong to this VLAN, 1 to 4094; with 0 it accepts no frames
     * without a tag.
     */
    public BridgeLink vlan(int untagged) {
        return with(options.vlans(options.vlans().withUntagged(untagged)));
    }

    /** The same, but frames of these VLANs, 1 to 4094, carry their tag at the bridge's own interface. */
    public BridgeLink tagged(int... vlans) {
        return with(options.vlans(options.vlans().withTagged(vlans)));
    }

    /** The same, but the frames of a multicast group are sent to all ports. */
    public BridgeLink withoutMulticastSnooping() {
        return with(options.withoutMulticastSnooping());
    }

    /**
     * The same, but the bridge asks, over IPv4 and IPv6, who is in which multicast group. If nobody asks, the frames of a group are sent to
     * all ports, even with snooping. The members have a tenth of a second to answer; until then, too, frames are sent to all ports.
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
    public int usualMtu() {
        return LinkFacts.ETHERNET_MTU;
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
        draft.bridge(
                end.key(),
                new SwitchFacts(options.stp(), options.vlanFiltering(), options.awaitForwarding(), options.vlans()));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (all.bridge(end.masterKey()).isPresent()) {
            mistake.accept("a bridge cannot be a port of another; join the two with a veth pair");
        }
        options.check(mistake);
    }

    /** The kernel gives it that of its smallest port. */
    @Override
    public BridgeLink withDefaultMtu(int bytes) {
        return this;
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), options.kind());
        if (options.multicastQuerier()) {
            // The first query of IPv6 needs the bridge's link-local address. Without it the kernel asks again only
            // after 31 s.
            to.change(Phase.SERVICES, end.key(), Set.of(end.key()), handles -> {
                return new ChangeKind(handles.index(end.key()), new BridgeKind.Querier());
            });
        }
    }

    @Override
    public String toString() {
        return "bridge " + end;
    }
}
