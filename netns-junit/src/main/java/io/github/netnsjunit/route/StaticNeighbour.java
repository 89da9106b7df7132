package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.neighbour.FixedNeighbour;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a namespace's neighbour table that stays as it is: the namespace does not ask for the neighbour's MAC address. Or, as a proxy,
 * the namespace itself answers to those who ask for the MAC address of a neighbour that is elsewhere. It forgets the entry when the
 * interface goes down.
 *
 * @param namespace the namespace that has the entry
 * @param address the neighbour's address, IPv4 or IPv6, without a prefix
 * @param dev the name of the interface
 * @param mac the neighbour's MAC address; {@code null} to be its proxy. A proxy answers for IPv4 only if the namespace forwards, and has a
 *     route to the neighbour through another interface
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record StaticNeighbour(
        String namespace,
        Parsed<InetAddress> address,
        String dev,
        @Nullable Parsed<MacAddress> mac) implements Provisioned {

    public StaticNeighbour {
        requireNonNull(namespace, "namespace");
        requireNonNull(address, "address");
        requireNonNull(dev, "dev");
    }

    private record NeighbourKey(String namespace, Parsed<InetAddress> address, String dev) implements Key {
        @Override
        public String toString() {
            return "neighbour [" + address + "] at [" + dev + "] of namespace [" + namespace + "]";
        }
    }

    /** Declares the MAC address of a neighbour. */
    public static StaticNeighbour of(String namespace, String address, String dev, String mac) {
        requireNonNull(mac, "mac");
        return new StaticNeighbour(
                namespace, Parsed.of(address, IpAddress::parse), dev, Parsed.of(mac, MacAddress::parse));
    }

    /** Declares that the namespace answers to those who ask for a neighbour's MAC address on an interface. */
    public static StaticNeighbour proxy(String namespace, String address, String dev) {
        return new StaticNeighbour(namespace, Parsed.of(address, IpAddress::parse), dev, null);
    }

    private Key.Link link() {
        return new Key.Link(namespace, dev);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new NeighbourKey(namespace, address, dev));
    }

    @Override
    public Set<Key> needs() {
        return Set.of(link());
    }

    @Override
    public String missing(Key key) {
        return key.equals(link())
                ? "there is no interface [" + dev + "] (dev) in namespace [" + namespace + "]"
                : key.missing();
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        address.mistake().ifPresent(wrong -> mistake.accept("the address [address]: " + wrong));
        if (mac != null) {
            mac.mistake().ifPresent(wrong -> mistake.accept("the MAC address [mac]: " + wrong));
        }
        if (all.isHost(namespace)) {
            mistake.accept("a test may not change the host's neighbour table");
        }
        if (all.link(link()).filter(facts -> !facts.up()).isPresent()) {
            mistake.accept("the interface [" + dev + "] (dev) is down, and so has no neighbours");
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        return families.each(
                this,
                address.get(),
                () -> new StaticNeighbour(
                        namespace, Parsed.of(IpAddress.text(families.of(address.get())), IpAddress::parse), dev, mac));
    }

    @Override
    public void provision(Outline all, Steps to) {
        if (mac == null && address.get() instanceof Inet6Address) {
            to.set(namespace, "net.ipv6.conf." + dev + ".proxy_ndp", "1", link());
        }
        MacAddress fixed = mac == null ? null : mac.get(); // without a MAC address, the entry is that of a proxy
        to.step(Phase.ROUTES, link())
                .order(2)
                .undo(handles -> {
                    int index = handles.index(link());
                    return () -> Optional.of(new FixedNeighbour(index, address.get(), fixed, false));
                })
                .request(handles -> new FixedNeighbour(handles.index(link()), address.get(), fixed, true));
    }

    @Override
    public void outline(Draft draft) {
        draft.remark(namespace, mac == null ? "answers for " + address + " on " + dev : address + " is at " + mac);
    }

    @Override
    public String toString() {
        return "neighbour " + namespace + ": " + address + " dev " + dev + (mac == null ? " proxy" : " lladdr " + mac);
    }
}
