package io.github.netnsjunit.policy;

import io.github.netnsjunit.kernel.nft.OwnedRules;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
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
        to.step(Phase.GUARDS, end.namespace()).makes(key).work(new Work.Starting(key, (libc, handles) -> {
            String outside = MachineInterface.in(end.namespace(), handles).through(through);
            return OwnedRules.make(libc, new MasqueradeRules(end.name(), outside).batch())::close;
        }));
        to.set(end.namespace(), MachineInterface.forwarding(end.name()), "1", end);
    }

    @Override
    public String toString() {
        return "masquerade of " + end.path();
    }
}
