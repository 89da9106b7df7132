package io.github.netnsjunit.link;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import java.util.List;
import java.util.Set;

/** That a host forms its own addresses of the prefixes that a router advertises. A lab is made when it has them. */
record FormedAddress(Key.Link link, List<IpNetwork> prefixes) implements Provisioned {

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
        to.awaitFormedAddresses(link, prefixes);
    }

    @Override
    public String toString() {
        return "addresses that " + link.path() + " forms of " + prefixes;
    }
}
