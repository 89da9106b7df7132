package io.github.netnsjunit.policy;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.nft.OwnedRules;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.RouteHop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a {@link Masquerade} says of one cable.
 *
 * @param end the cable's end in the machine's namespace
 * @param through the interface through which packets leave; empty for that of the default route
 */
record MasqueradedCable(Key.Link end, String through) implements Provisioned {

    private record CableKey(Key.Link end) implements Key {
        @Override
        public String namespace() {
            return end.namespace();
        }

        @Override
        public String toString() {
            return "masquerade of " + end;
        }
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new CableKey(end));
    }

    @Override
    public Set<Key> needs() {
        return Set.of(end);
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.NFTABLES, KernelFeature.NFT_REJECT, KernelFeature.NFT_OWNER);
    }

    /** The rules are there before the cable is, and the cable forwards only then: so nothing leaves as it is. */
    @Override
    public void provision(Outline all, Steps to) {
        Key key = new CableKey(end);
        List<IpNetwork> behind = behind(all);
        to.step(Phase.GUARDS, end.namespace()).makes(key).work(new Work.Starting(key, (libc, handles) -> {
            String outside = MachineInterface.in(end.namespace(), handles).through(through);
            return OwnedRules.make(
                            libc,
                            new MasqueradeRules(end.name(), outside).batch(),
                            flow -> behind.stream()
                                    .anyMatch(network ->
                                            network.contains(flow.source()) || network.contains(flow.destination())))
                    ::close;
        }));
        to.set(end.namespace(), MachineInterface.forwarding(end.name()), "1", end);
    }

    /** The networks that the machine reaches by the cable. Nobody else on the machine has addresses of these: the host's guard sees to that. */
    private List<IpNetwork> behind(Outline all) {
        List<IpNetwork> networks = new ArrayList<>();
        all.link(end).ifPresent(link -> link.addresses().forEach(address -> networks.add(address.network())));
        List<IpNetwork> own = List.copyOf(networks);
        all.routes().stream()
                .filter(route -> route.namespace().equals(end.namespace())
                        && route.hops().stream().anyMatch(hop -> isBy(hop, own)))
                .forEach(route -> networks.add(route.to()));
        return networks;
    }

    private boolean isBy(RouteHop hop, List<IpNetwork> own) {
        InetAddress gateway = hop.via();
        return end.name().equals(hop.dev())
                || (gateway != null && own.stream().anyMatch(network -> network.contains(gateway)));
    }

    @Override
    public String toString() {
        return "masquerade of " + end.path();
    }
}
