package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.link.GreKind;
import io.github.netnsjunit.kernel.link.IpTunnelKind;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.TunnelFacts;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An end of a tunnel of IP packets, or of Ethernet frames, in IP packets. The other end has the two addresses the other way round.
 *
 * @param end the interface. A kind that carries packets has no MAC address, and cannot be a port of a bridge
 * @param kindOfTunnel what it carries, and over what
 * @param local the address that it sends from: IPv4 or IPv6, as the kind asks
 * @param remote the address of the other end
 * @param key what tells it from other GRE tunnels between the same addresses: 0 to 4294967295; empty for none
 * @param ttl the time to live of what it sends, 1 to 255; with 0 that of the packet inside, or 64 over IPv6
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record TunnelLink(
        End end,
        TunnelKind kindOfTunnel,
        Parsed<InetAddress> local,
        Parsed<InetAddress> remote,
        OptionalLong key,
        int ttl)
        implements SingleLink<TunnelLink> {

    private static final long LAST_KEY = 0xFFFF_FFFFL;
    private static final int LAST_TTL = 255;

    /** How many bytes a key takes. */
    private static final int KEY = 4;

    public TunnelLink {
        requireNonNull(end, "end");
        requireNonNull(kindOfTunnel, "kindOfTunnel");
        requireNonNull(local, "local");
        requireNonNull(remote, "remote");
        requireNonNull(key, "key");
    }

    /** Declares an end of a tunnel that is up and has these addresses. */
    public static TunnelLink of(
            TunnelKind kind, String namespace, String name, String local, String remote, String... addresses) {
        return new TunnelLink(
                End.of(namespace, name, addresses),
                kind,
                Parsed.of(requireNonNull(local, "local"), IpAddress::parse),
                Parsed.of(requireNonNull(remote, "remote"), IpAddress::parse),
                OptionalLong.empty(),
                0);
    }

    /** The same with a key, 0 to 4294967295, which the other end must have too. Only GRE has keys. */
    public TunnelLink key(long number) {
        return new TunnelLink(end, kindOfTunnel, local, remote, OptionalLong.of(number), ttl);
    }

    /** The same, but what it sends has this time to live: 1 to 255. With 0 it is that of the packet inside, or 64 over IPv6. */
    public TunnelLink ttl(int hops) {
        return new TunnelLink(end, kindOfTunnel, local, remote, key, hops);
    }

    @Override
    public TunnelLink with(End other) {
        return new TunnelLink(other, kindOfTunnel, local, remote, key, ttl);
    }

    @Override
    public String kind() {
        return kindOfTunnel.toString();
    }

    /** Stands for the fact that what comes from the other end belongs to one interface of a namespace. */
    private record Flow(String namespace, String network, Parsed<InetAddress> local, Parsed<InetAddress> remote)
            implements Key {
        @Override
        public String taken() {
            return "there is already the tunnel [" + this + "] in namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return network + " local " + local + " remote " + remote;
        }
    }

    private String network() {
        return kindOfTunnel + (key.isPresent() ? " key " + key.getAsLong() : "");
    }

    @Override
    public Set<Key> declares() {
        return new LinkedHashSet<>(List.of(end.key(), new Flow(end.namespace(), network(), local, remote)));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(kindOfTunnel.feature());
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        InetAddress from = draft.read(local, "the local address of " + end + ": ");
        InetAddress to = draft.read(remote, "the remote address of " + end + ": ");
        draft.remark(end.key(), "to " + remote);
        if (from != null && to != null) {
            draft.tunnel(new TunnelFacts(end.key(), network(), from, to, headers()));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        if (remote.value().isPresent() && local.value().isPresent()) {
            checkAddresses(mistake);
        }
        if (key.isPresent() && !kindOfTunnel.hasKey()) {
            mistake.accept(
                    "a tunnel of the kind " + kindOfTunnel + " has no key, and it says [" + key.getAsLong() + "]");
        } else if (key.isPresent() && (key.getAsLong() < 0 || key.getAsLong() > LAST_KEY)) {
            mistake.accept("the key [" + key.getAsLong() + "] is not between 0 and " + LAST_KEY);
        }
        if (ttl < 0 || ttl > LAST_TTL) {
            mistake.accept("the ttl [" + ttl + "] is not between 0 and " + LAST_TTL);
        }
        if (end.mac() != null && !kindOfTunnel.carriesFrames()) {
            mistake.accept("it cannot have the MAC address [" + end.mac() + "]: a tunnel of the kind " + kindOfTunnel
                    + " carries packets, not frames");
        }
        if (!kindOfTunnel.carriesFrames() && all.bridge(end.masterKey()).isPresent()) {
            mistake.accept("it cannot be a port of the bridge [" + end.master() + "]: a tunnel of the kind "
                    + kindOfTunnel + " carries packets, not frames");
        }
    }

    private void checkAddresses(Consumer<String> mistake) {
        InetAddress to = remote.get();
        if (local.get().getClass() == to.getClass() && to instanceof Inet6Address != kindOfTunnel.overIpv6()) {
            mistake.accept("the remote address [" + remote + "] of a tunnel of the kind " + kindOfTunnel + " is not "
                    + (kindOfTunnel.overIpv6() ? "IPv6" : "IPv4"));
        }
        TunnelEnds.check(local, to, mistake);
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new TunnelLink(
                end.in(families),
                kindOfTunnel.in(families.wanted()),
                families.onlyAddress(local),
                families.onlyAddress(remote),
                key,
                ttl));
    }

    private int headers() {
        return kindOfTunnel.headers() + (key.isPresent() ? KEY : 0);
    }

    @Override
    public TunnelLink withDefaultMtu(int bytes) {
        return with(end.withDefaultMtu(bytes, headers()));
    }

    @Override
    public void provision(Outline all, Steps to) {
        LinkKind made = kindOfTunnel.hasKey()
                ? new GreKind(kind(), local.get(), remote.get(), ttl, key)
                : new IpTunnelKind(kind(), local.get(), remote.get(), ttl);
        to.link(end.key(), made);
    }

    @Override
    public String toString() {
        return kindOfTunnel + " " + end + " local " + local + " remote " + remote
                + (key.isPresent() ? " key " + key.getAsLong() : "");
    }
}
