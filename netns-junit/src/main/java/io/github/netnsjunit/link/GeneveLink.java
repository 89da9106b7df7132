package io.github.netnsjunit.link;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.kernel.link.GeneveKind;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.TunnelFacts;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An end of a Geneve tunnel, which carries Ethernet frames in UDP, over routers too (RFC 8926). It can be a port of a bridge. Each of the
 * two ends names the other's address.
 *
 * @param end the interface. If it declares no MTU, the kernel chooses one, which may be so large that frames are sent in fragments
 * @param id the network's number, which is that of both ends: 0 to 16777215
 * @param remote the address of the other end
 * @param port the UDP port of both ends
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record GeneveLink(End end, int id, Parsed<InetAddress> remote, int port) implements SingleLink<GeneveLink> {

    /** The port of RFC 8926. */
    private static final int USUAL_PORT = 6081;

    public GeneveLink {
        requireNonNull(end, "end");
        requireNonNull(remote, "remote");
    }

    /** Declares an end of a Geneve tunnel that is up, with the address of the other end, and with these addresses. */
    public static GeneveLink of(String namespace, String name, int id, String remote, String... addresses) {
        return new GeneveLink(
                End.of(namespace, name, addresses),
                id,
                Parsed.of(requireNonNull(remote, "remote"), IpAddress::parse),
                USUAL_PORT);
    }

    /** The same at another UDP port, which both ends must have; the default is 6081. */
    public GeneveLink port(int number) {
        return new GeneveLink(end, id, remote, number);
    }

    @Override
    public GeneveLink with(End other) {
        return new GeneveLink(other, id, remote, port);
    }

    @Override
    public String kind() {
        return "geneve";
    }

    /** Stands for the fact that packets of a network from the other end belong to one interface of a namespace. */
    private record Network(String namespace, int id, int port, Parsed<InetAddress> remote) implements Key {
        @Override
        public String taken() {
            return "there is already a Geneve tunnel " + id + " to [" + remote + "] at port " + port + " in namespace ["
                    + namespace + "]";
        }

        @Override
        public String toString() {
            return "Geneve tunnel " + id + " of namespace [" + namespace + "]";
        }
    }

    @Override
    public Set<Key> declares() {
        return new LinkedHashSet<>(List.of(end.key(), new Network(end.namespace(), id, port, remote)));
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.GENEVE);
    }

    @Override
    public void outline(Draft draft) {
        SingleLink.super.outline(draft);
        InetAddress to = draft.read(remote, "the remote address of " + end + ": ");
        draft.remark(end.key(), id + " to " + remote);
        if (to != null) {
            draft.tunnel(new TunnelFacts(end.key(), "geneve " + id + " port " + port, null, to, headers()));
        }
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        SingleLink.super.check(all, mistake);
        TunnelEnds.checkNumbers(kind(), id, port, mistake);
        remote.value().ifPresent(to -> {
            TunnelEnds.check(null, to, mistake);
            if (to.isMulticastAddress()) {
                mistake.accept("the remote address [" + remote + "] is not one of a host");
            }
        });
    }

    @Override
    public List<Part> in(Counterparts families) {
        return List.of(new GeneveLink(end.in(families), id, families.onlyAddress(remote), port));
    }

    private int headers() {
        return TunnelEnds.FRAMES_IN_UDP + TunnelEnds.ipHeader(remote);
    }

    @Override
    public GeneveLink withDefaultMtu(int bytes) {
        return with(end.withDefaultMtu(bytes, headers()));
    }

    @Override
    public void provision(Outline all, Steps to) {
        to.link(end.key(), new GeneveKind(id, remote.get(), port));
    }

    @Override
    public String toString() {
        return "geneve " + end + " id " + id + " remote " + remote;
    }
}
