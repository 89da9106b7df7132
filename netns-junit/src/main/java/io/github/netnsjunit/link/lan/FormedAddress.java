package io.github.netnsjunit.link.lan;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.advertisement.FormedAddresses;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.provision.Work;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.List;
import java.util.Set;

/** That a host forms its own addresses of the prefixes that a router advertises. A lab is made when it has them. */
public record FormedAddress(Key.Link link, List<IpNetwork> prefixes) implements Provisioned {

    private record FormedKey(String namespace, Key.Link link) implements Key {
        @Override
        public String toString() {
            return "addresses that " + link.path() + " forms";
        }
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new FormedKey(link.namespace(), link));
    }

    @Override
    public Set<Key> needs() {
        return Set.of(link);
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.step(Phase.EFFECTS, link.namespace()).about(link).work(new Work.AwaitedAddresses((libc, handles) -> {
            boolean formed = FormedAddresses.await(
                    libc, handles.index(link), prefixes, dump -> handles.list(link.namespace(), dump));
            if (!formed) {
                throw new IllegalStateException(
                        "after 30 s the kernel has formed no address of " + prefixes + ", which a router advertises");
            }
        }));
    }

    @Override
    public String toString() {
        return "addresses that " + link.path() + " forms of " + prefixes;
    }
}
