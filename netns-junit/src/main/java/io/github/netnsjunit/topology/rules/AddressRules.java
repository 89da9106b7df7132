package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.MasterRole;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an interface can have each of its addresses. Besides, no address occurs twice on a segment, no subnet and no address twice
 * in a namespace, unless an interface says that it wants that.
 */
final class AddressRules {

    /** How a message ends if what it tells can be wanted. */
    static final String UNLESS_WANTED = "; if that is wanted, declare one of the two with [duplicate]";

    private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};
    private static final LinkAddress OF_LOOPBACK = LinkAddress.parse("127.0.0.1/8");

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;
    /** The first interface with each thing that only one may have. */
    private final Map<Claim, Placed> owners = new HashMap<>();

    /**
     * Something that only one interface of a place may have.
     *
     * @param what an address or a network
     * @param place a segment, by its number, or a namespace, by its name, or a VRF, by its key
     */
    private record Claim(Object what, Object place) {
        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Claim that && what.equals(that.what) && place.equals(that.place);
        }

        @Override
        public int hashCode() {
            return Objects.hash(what, place);
        }
    }

    /** An address of an interface. */
    private record Placed(Key.Link link, LinkAddress address) {

        @Override
        public String toString() {
            return "[" + address + "] of " + link.path();
        }
    }

    AddressRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        for (LinkFacts link : outline.links()) {
            Part part = outline.part(link.key()).orElseThrow();
            checkPort(part, link);
            Set<Object> own = new HashSet<>();
            Map<IpNetwork, LinkAddress> firstOfSubnet = new HashMap<>();
            if (link.key().isLoopback()) {
                firstOfSubnet.put(OF_LOOPBACK.network(), OF_LOOPBACK);
            }
            for (LinkAddress address : link.addresses()) {
                Placed placed = new Placed(link.key(), address);
                mistakeOf(placed).ifPresent(wrong -> mistake.accept(part, "the address " + placed + " " + wrong));
                LinkAddress first = firstOfSubnet.putIfAbsent(address.network(), address);
                if (first != null && NewAddress.isOfOtherScope(address, first)) {
                    mistake.accept(part, "the address " + placed + " " + NewAddress.otherScopeThan(first));
                }
                // The kernel takes an IPv4 address twice if the prefix lengths differ.
                if (!own.add(address.address() instanceof Inet4Address ? bare(address) : address.address())) {
                    mistake.accept(part, "the address " + placed + " stands there twice");
                } else if (link.up() && !link.duplicate()) {
                    checkUnique(part, placed);
                }
            }
        }
    }

    /** What comes in at a port goes to its bridge or bond, and so do the answers to what the port's namespace asks there. */
    private void checkPort(Part part, LinkFacts link) {
        Key.Link master = link.master();
        boolean ofBridge = outline.bridge(master).isPresent();
        boolean ofBond =
                outline.master(master).filter(MasterRole.BUNDLE::equals).isPresent();
        if (master != null && (ofBridge || ofBond) && !link.addresses().isEmpty()) {
            String what = ofBridge ? "bridge" : "bond";
            mistake.accept(
                    part,
                    "the address " + new Placed(link.key(), link.addresses().get(0))
                            + " reaches nobody, because a " + what + " takes all frames of its ports; give it to the "
                            + what + " [" + master.name() + "] itself");
        }
    }

    private Optional<String> mistakeOf(Placed placed) {
        LinkAddress address = placed.address();
        InetAddress ip = address.address();
        if (address.prefixLength() == 0 && outline.isHost(placed.link().namespace())) {
            return Optional.of(
                    "puts every address that there is on this one link, and a test may not do that to the machine");
        }
        if (ip.isLoopbackAddress() && placed.link().isLoopback()) {
            return ip instanceof Inet6Address || isKernels(address)
                    ? Optional.of("is one that the kernel gives to lo itself")
                    : Optional.empty();
        }
        if (ip.isAnyLocalAddress()
                || ip.isMulticastAddress()
                || ip.isLoopbackAddress()
                || Arrays.equals(ip.getAddress(), LIMITED_BROADCAST)) {
            return Optional.of("is not one that a host can have on a link");
        }
        if (IpAddress.isMapped(ip)) {
            return Optional.of(
                    "is an IPv4-mapped IPv6 address, which stands for IPv4 in a program's sockets and never on a"
                            + " link; write the IPv4 address itself");
        }
        return address.network().isBroadcast(ip)
                ? Optional.of("is the broadcast address of its network")
                : Optional.empty();
    }

    /** Whether this is {@code 127.0.0.1/8}. */
    private static boolean isKernels(LinkAddress address) {
        return bare(address).equals(OF_LOOPBACK);
    }

    /** The address without scope and lifetimes, which the kernel does not distinguish addresses by. */
    private static LinkAddress bare(LinkAddress address) {
        return new LinkAddress(address.address(), address.prefixLength());
    }

    private void checkUnique(Part part, Placed placed) {
        Key.Link link = placed.link();
        InetAddress address = placed.address().address();
        IpNetwork network = placed.address().network();
        Placed onSegment = owners.putIfAbsent(new Claim(address, outline.segment(link)), placed);
        boolean everyLinkMayHaveIt = address instanceof Inet6Address && address.isLinkLocalAddress();
        Placed inNamespace = null;
        Placed ofNetwork = null;
        if (!everyLinkMayHaveIt && !network.isOneAddress()) {
            Object place = outline.routing(link).map(Object.class::cast).orElse(link.namespace());
            inNamespace = owners.putIfAbsent(new Claim(address, place), placed);
            ofNetwork = outline.hasConnectedRoutes(link) && LinkFacts.hasRoute(network)
                    ? owners.putIfAbsent(new Claim(network, place), placed)
                    : null;
        }
        Placed same = onSegment != null ? onSegment : inNamespace;
        if (same != null && same.link().equals(link)) {
            // Packets to an address of lo stay in the namespace, whatever its prefix length: so two of them do no harm.
            if (!link.isLoopback()) {
                mistake.accept(
                        part,
                        "the address [" + IpAddress.text(address) + "] of " + link.path()
                                + " stands there with two prefix lengths; if that is wanted, say so with [duplicate]");
            }
        } else if (same != null) {
            mistake.accept(
                    part,
                    "the address [" + IpAddress.text(address) + "] of " + link.path() + " is also that of "
                            + same.link().path() + UNLESS_WANTED);
        } else if (ofNetwork != null && !ofNetwork.link().equals(link)) {
            mistake.accept(
                    part,
                    "the subnet of the address " + placed + " is also that of " + ofNetwork
                            + " in the same namespace, so that packets to it leave by one of the two alone"
                            + UNLESS_WANTED);
        }
    }
}
