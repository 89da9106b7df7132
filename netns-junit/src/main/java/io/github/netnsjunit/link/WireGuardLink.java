package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.link.LinkKind;
import io.github.netnsjunit.kernel.link.SetWireGuard;
import io.github.netnsjunit.provision.Phase;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A WireGuard interface, which sends and receives encrypted packets in UDP. Of each peer it knows the public key, where it is reached and
 * which addresses it has; all of this follows from the topology. Two interfaces reach one another only if each names the other.
 *
 * @param end the interface, which has no MAC address and cannot be a port of a bridge. If it declares no MTU, the kernel takes 1420
 * @param port the UDP port at which it listens, one interface a port in each namespace
 * @param privateKey {@code null} for one that is made for it, the same for the whole life of the Java process
 * @param peers the others with which it exchanges packets
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record WireGuardLink(End end, int port, @Nullable Parsed<WireGuardKey> privateKey, List<WireGuardPeer> peers)
        implements SingleLink<WireGuardLink> {

    /** The port that wg-quick and others use. */
    private static final int USUAL_PORT = 51820;

    /** How many bytes its headers take, of an IPv6 packet as of any: {@code MESSAGE_MINIMUM_LENGTH} and others of drivers/net/wireguard. */
    private static final int HEADERS = 80;

    public WireGuardLink {
        requireNonNull(end, "end");
        peers = List.copyOf(peers);
    }

    /** Declares a WireGuard interface that is up, listens at UDP port 51820, and has these addresses, but no peers yet. */
    public static WireGuardLink of(String namespace, String name, String... addresses) {
        return new WireGuardLink(End.of(namespace, name, addresses), USUAL_PORT, null, List.of());
    }

    /** The same with another peer, by its namespace; see {@link WireGuardPeer#of}. */
    public WireGuardLink peer(String name) {
        return peer(WireGuardPeer.of(name));
    }

    /** The same with another peer. */
    public WireGuardLink peer(WireGuardPeer another) {
        return new WireGuardLink(
                end,
                port,
                privateKey,
                Stream.concat(peers.stream(), Stream.of(another)).toList());
    }

    /** The same, but it listens at another UDP port. */
    public WireGuardLink port(int number) {
        return new WireGuardLink(end, number, privateKey, peers);
    }

    /** The same with a private key: 32 bytes in Base64, as {@code wg genkey} prints it. */
    public WireGuardLink privateKey(String key) {
        return new WireGuardLink(end, port, Parsed.of(key, WireGuardKey::new), peers);
    }

    @Override
    public WireGuardLink with(End other) {
        return new WireGuardLink(other, port, privateKey, peers);
    }

    /**
     * The public key, for a program that is to be its peer.
     *
     * @throws IllegalStateException if the private key that was given is none
     */
    public WireGuardKey publicKey() {
        return secret().publicKey();
    }

    private WireGuardKey secret() {
        return privateKey == null ? WireGuardKey.madeFor(end.key().path()) : privateKey.get();
    }

    @Override
    public String kind() {
        return "wireguard";
    }

    /** Stands for the UDP port of an interface. */
    private record Port(String namespace, int number) implements Key {
        @Override
        public String taken() {
            return "there is already a WireGuard interface at port " + number + " in namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "WireGuard port " + number + " of namespace [" + namespace + "]";
        }
    }

    @Override
    public Set<Key> declares() {
        return new LinkedHashSet<>(List.of(end.key(), new Port(end.namespace(), port)));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.WIREGUARD);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        draft.read(privateKey, "the private key of " + end + ": ");
        for (WireGuardPeer peer : peers) {
            peer.outline(draft);
            draft.peer(end.key(), key(peer));
        }
        if (!peers.isEmpty()) {
            draft.remark(
                    end.key(), peers.stream().map(WireGuardPeer::name).collect(Collectors.joining(", ", "to ", "")));
        }
    }

    private Key.Link key(WireGuardPeer peer) {
        return peer.key(end.name());
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        TunnelEnds.checkPort(port, mistake);
        if (end.mac() != null) {
            mistake.accept("it cannot have the MAC address [" + end.mac() + "]: it carries packets, not frames");
        }
        if (all.bridge(end.masterKey()).isPresent()) {
            mistake.accept("it cannot be a port of the bridge [" + end.master() + "]: it carries packets, not frames");
        }
        Map<IpNetwork, String> owners = new HashMap<>();
        Set<Key.Link> seen = new LinkedHashSet<>();
        for (WireGuardPeer peer : peers) {
            peer.check(mistake);
            check(peer, all, owners, seen, mistake);
        }
    }

    private void check(
            WireGuardPeer peer,
            Outline all,
            Map<IpNetwork, String> owners,
            Set<Key.Link> seen,
            Consumer<String> mistake) {
        Optional<WireGuardLink> other = find(peer, all);
        if (key(peer).equals(end.key())) {
            mistake.accept("it cannot be its own peer [" + peer.name() + "]");
        } else if (!seen.add(key(peer))) {
            mistake.accept("the peer [" + peer.name() + "] is named twice");
        } else if (other.isEmpty()) {
            mistake.accept("the peer [" + peer.name() + "] is no WireGuard interface: there is none called ["
                    + key(peer).name() + "] in namespace [" + key(peer).namespace() + "]; declared: "
                    + all.parts(WireGuardLink.class).stream()
                            .map(each -> each.end.key().path())
                            .toList());
        } else {
            for (IpNetwork network : allowed(peer, other.get())) {
                String owner = owners.putIfAbsent(network, peer.name());
                if (owner != null && !owner.equals(peer.name())) {
                    mistake.accept("[" + network + "] is reached through the peer [" + owner
                            + "], and cannot be through [" + peer.name() + "] too");
                }
            }
            if (!peer.awaited() && peer.endpoint() == null && derivedEndpoint(other.get(), all) == null) {
                mistake.accept("namespace [" + key(peer).namespace() + "] has no address at which the peer ["
                        + peer.name() + "] could be reached; name one [endpoint], or await the peer");
            }
        }
    }

    private Optional<WireGuardLink> find(WireGuardPeer peer, Outline all) {
        return all.part(key(peer)).filter(WireGuardLink.class::isInstance).map(WireGuardLink.class::cast);
    }

    /** What is reached through a peer: each of its addresses by itself, and what is said besides. */
    private static List<IpNetwork> allowed(WireGuardPeer peer, WireGuardLink other) {
        return Stream.concat(
                        other.end.addresses().stream()
                                .flatMap(each -> each.value().stream())
                                .map(each -> IpNetwork.of(
                                        each.address(), each.address().getAddress().length * 8)),
                        peer.allowedIps().stream().flatMap(each -> each.value().stream()))
                .distinct()
                .toList();
    }

    /**
     * An address of the other's namespace: the first one on a segment that this namespace is on too, else the first one of a family that
     * this namespace has. Tunnels do not count. Null if there is none.
     */
    private @Nullable InetAddress derivedEndpoint(WireGuardLink other, Outline all) {
        List<LinkFacts> own = outside(end.namespace(), all);
        Set<Integer> segments =
                own.stream().map(link -> all.segment(link.key())).collect(Collectors.toSet());
        boolean ipv4 = own.stream().flatMap(link -> link.addresses().stream()).anyMatch(each -> !isIpv6(each));
        boolean ipv6 = own.stream().flatMap(link -> link.addresses().stream()).anyMatch(WireGuardLink::isIpv6);
        return outside(other.end.namespace(), all).stream()
                .sorted(Comparator.comparing(link -> !segments.contains(all.segment(link.key()))))
                .flatMap(link -> link.addresses().stream())
                .filter(each -> isIpv6(each) ? ipv6 : ipv4)
                .map(LinkAddress::address)
                .filter(each -> !each.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
    }

    private static boolean isIpv6(LinkAddress address) {
        return address.address() instanceof Inet6Address;
    }

    private static List<LinkFacts> outside(String namespace, Outline all) {
        return all.links(namespace).stream()
                .filter(link -> link.up() && !link.key().isLoopback())
                .filter(link -> !all.isTunnel(link.key()) && !link.kind().equals("wireguard"))
                .toList();
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new WireGuardLink(
                end.in(families),
                port,
                privateKey,
                peers.stream().map(peer -> peer.in(families)).toList()));
    }

    @Override
    public WireGuardLink withDefaultMtu(int bytes) {
        return with(end.withDefaultMtu(bytes, HEADERS));
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), LinkKind.of(kind()));
        configure(Phase.LINK_SETTINGS, Duration.ZERO, all, to);
        if (peers.stream().anyMatch(peer -> !peer.keepalive().isZero())) {
            // The kernel greets such a peer at once. One that is not there yet it would greet again only after 5 s.
            configure(Phase.EFFECTS, null, all, to);
        }
    }

    /** @param keepalive is set in place of those of the peers; null for these */
    private void configure(Phase phase, @Nullable Duration keepalive, Outline all, Steps to) {
        List<SetWireGuard.Peer> known = new ArrayList<>();
        for (WireGuardPeer peer : peers) {
            Duration wanted = keepalive == null ? peer.keepalive() : keepalive;
            known.add(described(peer, find(peer, all).orElseThrow(), wanted, all));
        }
        to.change(
                phase,
                end.key(),
                (libc, handles) ->
                        SetWireGuard.configure(libc, handles.index(end.key()), secret().bytes(), port, known));
    }

    private SetWireGuard.Peer described(WireGuardPeer peer, WireGuardLink other, Duration keepalive, Outline all) {
        Parsed<WireGuardKey> expected = peer.publicKey();
        Parsed<WireGuardKey> preshared = peer.presharedKey();
        return new SetWireGuard.Peer(
                (expected == null ? other.publicKey() : expected.get()).text(),
                preshared == null ? null : preshared.get().text(),
                peer.awaited() ? null : endpoint(peer, other, all),
                (int) keepalive.toSeconds(),
                allowed(peer, other));
    }

    private InetSocketAddress endpoint(WireGuardPeer peer, WireGuardLink other, Outline all) {
        Parsed<InetSocketAddress> said = peer.endpoint();
        if (said == null) {
            return new InetSocketAddress(requireNonNull(derivedEndpoint(other, all)), other.port);
        }
        InetSocketAddress address = said.get();
        return address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), other.port) : address;
    }

    @Override
    public String toString() {
        return "wireguard " + end + " port " + port
                + peers.stream().map(peer -> " peer " + peer.name()).collect(Collectors.joining());
    }
}
