package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.provision.Provisioned;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port of a {@linkplain Nat NAT's} outside address behind which a host listens: what arrives there goes to that host. With hairpinning
 * it does so from inside too.
 *
 * @param router the router, which has a NAT
 * @param ports the outside ports
 * @param to the host and its port, such as {@code alice:80} or {@code 10.1.0.1:80}; without a port, the same. If there are several outside
 *     ports, it is the first of as many ports that follow one another
 * @param protocols TCP, UDP, or both
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record PortForward(String router, PortRange ports, String to, Set<TransportProtocol> protocols)
        implements Provisioned {

    /** Each port that is shifted is an element of a map, all of which go to the kernel in one message. */
    private static final int MOST_SHIFTED = 1000;

    public PortForward {
        requireNonNull(router, "router");
        requireNonNull(ports, "ports");
        requireNonNull(to, "to");
        protocols = Set.copyOf(protocols);
    }

    /** Identifies an outside port of one protocol. */
    private record PortKey(String namespace, TransportProtocol protocol, int port, boolean ipv6) implements Key {

        @Override
        public String taken() {
            return "the " + protocol + " port [" + port + "] of [" + namespace + "] is forwarded otherwise too";
        }

        @Override
        public String toString() {
            return "forwarded " + protocol + " port [" + port + "] of [" + namespace + "]";
        }
    }

    /** The host and the port that a text names. The port is 0 if it names none. */
    private record Receiver(String host, int port) {

        static Optional<Receiver> of(String text) {
            int colon = text.lastIndexOf(':');
            boolean bare = colon < 0 || text.endsWith("]") || (text.indexOf(':') != colon && !text.startsWith("["));
            String host = bare ? text : text.substring(0, colon);
            try {
                int port = bare ? 0 : PortRange.parse(text.substring(colon + 1)).first();
                boolean bracketed = host.startsWith("[") && host.endsWith("]");
                return Optional.of(new Receiver(bracketed ? host.substring(1, host.length() - 1) : host, port));
            } catch (IllegalArgumentException noPort) {
                return Optional.empty();
            }
        }
    }

    /** Forwards one port, of TCP and UDP. */
    public static PortForward of(String router, int port, String to) {
        return of(router, new PortRange(port, port), to);
    }

    /** Forwards several ports, of TCP and UDP. */
    public static PortForward of(String router, PortRange ports, String to) {
        return new PortForward(router, ports, to, Set.of(TransportProtocol.values()));
    }

    /** The same for these protocols alone. */
    public PortForward only(TransportProtocol... some) {
        return new PortForward(router, ports, to, Set.of(some));
    }

    @Override
    public Set<Key> declares() {
        return protocols.stream()
                .flatMap(protocol -> Stream.iterate(ports.first(), port -> port <= ports.last(), port -> port + 1)
                        .flatMap(port -> families().map(ipv6 -> new PortKey(router, protocol, port, ipv6))))
                .collect(Collectors.toSet());
    }

    /** The families for which it forwards: both if a name says to whom, else that of the address. */
    private Stream<Boolean> families() {
        return literal()
                .map(address -> Stream.of(address instanceof Inet6Address))
                .orElse(Stream.of(false, true));
    }

    /** The address that says to whom it forwards; empty if a name does. */
    private Optional<InetAddress> literal() {
        try {
            return Receiver.of(to).map(Receiver::host).map(IpAddress::parse);
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    @Override
    public Set<KernelFeature> features() {
        return Set.of(KernelFeature.NFT_NAT);
    }

    @Override
    public void outline(Draft draft) {
        draft.remark(router, "port " + ports + " to " + to);
    }

    private List<Nat> nats(Outline all) {
        return all.parts(Nat.class).stream()
                .filter(nat -> nat.router().equals(router))
                .toList();
    }

    /** The receiver's addresses: those on a link of the router's first. */
    private List<InetAddress> receivers(Outline all) {
        String host = Receiver.of(to).map(Receiver::host).orElse("");
        if (all.namespace(host).isEmpty()) {
            try {
                return List.of(IpAddress.parse(host));
            } catch (IllegalArgumentException neither) {
                return List.of();
            }
        }
        Set<Integer> near =
                all.links(router).stream().map(link -> all.segment(link.key())).collect(Collectors.toSet());
        return all.links(host).stream()
                .filter(link -> !link.key().isLoopback())
                .sorted(Comparator.comparing(link -> !near.contains(all.segment(link.key()))))
                .flatMap(link -> link.addresses().stream())
                .map(LinkAddress::address)
                .filter(address -> !address.isLinkLocalAddress())
                .toList();
    }

    @Override
    public String missing(Key key) {
        return key.missing() + " (router)";
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        Optional<Receiver> receiver = Receiver.of(to);
        if (receiver.isEmpty()) {
            mistake.accept("[" + to + "] (to) is no host with a port, such as alice:80");
            return;
        }
        if (protocols.isEmpty()) {
            mistake.accept("it forwards no protocol: name some with [protocols]");
        }
        if (nats(all).isEmpty()) {
            List<String> routers =
                    all.parts(Nat.class).stream().map(Nat::router).distinct().toList();
            mistake.accept("[" + router + "] (router) has no NAT"
                    + (routers.isEmpty() ? "; there is none" : "; those with one: " + routers));
        }
        if (receivers(all).isEmpty()) {
            mistake.accept(
                    "[" + receiver.get().host() + "] (to) is neither a namespace with an address nor an address; "
                            + "there are "
                            + new TreeSet<>(all.links().stream()
                                    .map(link -> link.key().namespace())
                                    .toList()));
        } else if (!nats(all).isEmpty()
                && nats(all).stream()
                        .noneMatch(nat -> Stream.of(false, true)
                                .anyMatch(six -> isTranslated(nat, all, six)
                                        && receiver(all, six).isPresent()))) {
            mistake.accept("[" + to + "] (to) has no address of a family that the NAT of [" + router + "] translates");
        }
        int shift = shift();
        if (ports.last() + shift > 0xFFFF) {
            mistake.accept("there are not so many ports from [" + to + "] (to) on as [" + ports + "]");
        }
        if (shift != 0 && ports.size() > MOST_SHIFTED) {
            mistake.accept("[" + ports + "] are " + ports.size() + " ports, and at most " + MOST_SHIFTED
                    + " can go to other ports");
        }
    }

    private static boolean isTranslated(Nat nat, Outline all, boolean six) {
        return (nat.ipv6() || !six) && !nat.outsideAddresses(all, six).isEmpty();
    }

    private Optional<InetAddress> receiver(Outline all, boolean six) {
        return receivers(all).stream()
                .filter(address -> address instanceof Inet6Address == six)
                .findFirst();
    }

    /** How much is added to a port. */
    private int shift() {
        int port = Receiver.of(to).map(Receiver::port).orElse(0);
        return port == 0 ? 0 : port - ports.first();
    }

    @Override
    public List<Part> in(Counterparts families) {
        List<Nat> nats = nats(families.declared());
        if (nats.stream().allMatch(nat -> NatFamilies.of(nat, families).isEmpty())) {
            return List.of();
        }
        if (nats.stream().allMatch(nat -> NatFamilies.staysOfIpv4(nat, families))) {
            return List.of(this);
        }
        return literal()
                .map(address -> families.each(
                        this,
                        address,
                        () -> new PortForward(
                                router,
                                ports,
                                Counterparts.text(
                                        families.of(address),
                                        Receiver.of(to).map(Receiver::port).orElse(0)),
                                protocols)))
                .orElse(List.of(this));
    }

    @Override
    public void provision(Outline all, Steps steps) {
        for (Nat nat : nats(all)) {
            for (boolean six : new boolean[] {false, true}) {
                Optional<InetAddress> receiver = receiver(all, six);
                Optional<LinkFacts> outside = nat.outsideLink(all);
                if (isTranslated(nat, all, six) && receiver.isPresent() && outside.isPresent()) {
                    PortForwardRules rules = new PortForwardRules(
                            this,
                            outside.get().key().name(),
                            nat.hairpinning(),
                            nat.outsideAddresses(all, six),
                            receiver.get(),
                            shift());
                    steps.table(router, rules.table(), rules.batch());
                }
            }
        }
    }

    @Override
    public String toString() {
        return "forward " + router + " " + new TreeSet<>(protocols) + " " + ports + " to " + to;
    }
}
