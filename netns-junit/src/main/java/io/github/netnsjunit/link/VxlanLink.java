package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.link.VxlanKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.TunnelFacts;
import io.github.netnsjunit.topology.rules.MtuBelow;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An end of a VXLAN: a tunnel that carries Ethernet frames in UDP, over routers too (RFC 7348). It can be a port of a bridge. Either there
 * are two ends, and each names the other's address; or there are several, and all name one multicast group.
 *
 * @param end the interface. If it declares no MTU, that is 1500, and large frames are sent in fragments; or with {@code below} 50 bytes (over
 *     IPv6 70 bytes) less than that of the interface below
 * @param id the network's number, which is that of all its ends: 0 to 16777215
 * @param local the address that it sends from; {@code null} leaves it to the kernel
 * @param remote the address of the other end, or a multicast group
 * @param below the interface of the same namespace that it sends through; {@code null} for that of the route. A group needs one
 * @param port the UDP port of all ends
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record VxlanLink(
        End end,
        int id,
        @Nullable Parsed<InetAddress> local,
        Parsed<InetAddress> remote,
        @Nullable String below,
        int port)
        implements SingleLink<VxlanLink> {

    /** The port of RFC 7348. */
    private static final int USUAL_PORT = 4789;

    public VxlanLink {
        requireNonNull(end, "end");
        requireNonNull(remote, "remote");
    }

    /** Declares an end of a VXLAN that is up, with the address of the other end, or with a multicast group, and with these addresses. */
    public static VxlanLink of(String namespace, String name, int id, String remote, String... addresses) {
        return new VxlanLink(
                End.of(namespace, name, addresses),
                id,
                null,
                Parsed.of(requireNonNull(remote, "remote"), IpAddress::parse),
                null,
                USUAL_PORT);
    }

    /** The same, but it sends from this address. */
    public VxlanLink local(String address) {
        return new VxlanLink(end, id, Parsed.of(address, IpAddress::parse), remote, below, port);
    }

    /** The same, but it sends through this interface of its namespace. */
    public VxlanLink below(String name) {
        return new VxlanLink(end, id, local, remote, requireNonNull(name, "name"), port);
    }

    /** The same at another UDP port, which all ends must have; the default is 4789. */
    public VxlanLink port(int number) {
        return new VxlanLink(end, id, local, remote, below, number);
    }

    @Override
    public VxlanLink with(End other) {
        return new VxlanLink(other, id, local, remote, below, port);
    }

    @Override
    public String kind() {
        return "vxlan";
    }

    /** Stands for the fact that packets of a network belong to one interface of a namespace. */
    private record Network(String namespace, int id, int port, boolean ipv4) implements Key {
        @Override
        public String taken() {
            return "there is already a VXLAN " + id + " at port " + port + " in namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "VXLAN " + id + " of namespace [" + namespace + "]";
        }
    }

    @Override
    public Set<Key> declares() {
        boolean ipv4 = remote.value().filter(Inet4Address.class::isInstance).isPresent();
        return new LinkedHashSet<>(List.of(end.key(), new Network(end.namespace(), id, port, ipv4)));
    }

    @Override
    public Set<Key> needs() {
        return below == null ? Set.of() : Set.of(lower(below));
    }

    @Override
    public String missing(Key key) {
        return needs().contains(key)
                ? "there is no interface [" + below + "] (below) in namespace [" + end.namespace() + "]"
                : key.missing();
    }

    private Key.Link lower(String name) {
        return new Key.Link(end.namespace(), name);
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.VXLAN);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        InetAddress from = draft.read(local, "the local address of " + end + ": ");
        InetAddress to = draft.read(remote, "the remote address of " + end + ": ");
        draft.remark(end.key(), id + " to " + remote);
        if (to != null) {
            draft.tunnel(new TunnelFacts(end.key(), "vxlan " + id + " port " + port, from, to, headers()));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        TunnelEnds.checkNumbers(kind(), id, port, mistake);
        checkMtu(all, mistake);
        remote.value().ifPresent(to -> {
            TunnelEnds.check(local, to, mistake);
            if (to.isMulticastAddress() && below == null) {
                mistake.accept("the remote address [" + remote
                        + "] is a multicast group: say through which interface [below] it is sent");
            }
            boolean fromLinkLocal = local != null
                    && local.value().filter(InetAddress::isLinkLocalAddress).isPresent();
            if (isOfOneLink(to) && (!fromLinkLocal || below == null)) {
                mistake.accept("the remote address [" + remote
                        + "] is of one link alone: the address that it is sent from [local]"
                        + " must be a link-local one too, and [below] must say through which interface");
            }
        });
    }

    /** The kernel would make it smaller without a word. */
    private void checkMtu(Outline all, Consumer<String> mistake) {
        int carried = below == null ? 0 : MtuBelow.of(lower(below), all);
        int left = carried - headers();
        if (carried != 0 && end.mtu() > left) {
            mistake.accept("the MTU [" + end.mtu() + "] (mtu) is larger than what the headers leave of that of ["
                    + below + "] (below): " + left);
        }
    }

    private int headers() {
        return TunnelEnds.FRAMES_IN_UDP + TunnelEnds.ipHeader(remote);
    }

    /** Whether it is an IPv6 address that means something on one link only. The kernel then refuses to send from other addresses. */
    private static boolean isOfOneLink(InetAddress address) {
        return address instanceof Inet6Address && (address.isLinkLocalAddress() || address.isMCLinkLocal());
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new VxlanLink(
                end.in(families),
                id,
                local == null ? null : families.onlyAddress(local),
                families.onlyAddress(remote),
                below,
                port));
    }

    @Override
    public VxlanLink withDefaultMtu(int bytes) {
        return below == null
                ? with(end.withDefaultMtu(bytes, headers()))
                : this; // else it has what that of [below] leaves
    }

    @Override
    public void provision(Outline all, Steps to) {
        InetAddress from = local == null ? null : local.get();
        to.link(end.key(), needs(), handles -> {
            return new VxlanKind(id, from, remote.get(), below == null ? 0 : handles.index(lower(below)), port);
        });
    }

    @Override
    public String toString() {
        return "vxlan " + end + " id " + id + (local == null ? "" : " local " + local) + " remote " + remote
                + (below == null ? "" : " dev " + below);
    }
}
