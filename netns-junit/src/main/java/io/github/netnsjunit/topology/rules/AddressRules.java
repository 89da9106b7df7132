package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Checks that a host can have each address, that no address occurs twice in a namespace or on a segment, and that networks do not overlap.
 */
final class AddressRules {

    private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;
    private final Map<Claim, Key.Link> owners = new HashMap<>();
    private final Map<String, List<Placed>> byNamespace = new HashMap<>();

    /**
     * An address in a place where only one interface may have it.
     *
     * @param scope a segment, by its number, or a namespace, by its name
     */
    private record Claim(InetAddress address, Object scope) {}

    /** An address of an interface. */
    private record Placed(Key.Link link, LinkAddress address) {}

    AddressRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        for (LinkFacts link : outline.links()) {
            Part part = outline.part(link.key()).orElseThrow();
            for (LinkAddress address : link.addresses()) {
                check(part, new Placed(link.key(), address));
            }
        }
    }

    private void check(Part part, Placed placed) {
        LinkAddress address = placed.address();
        if (address.prefixLength() == 0) {
            mistake.accept(part, "[" + address + "] puts every address that there is on this one link");
            return;
        }
        mistakeIn(address).ifPresent(message -> mistake.accept(part, message));
        checkUnique(part, placed);
        List<Placed> before = byNamespace.computeIfAbsent(placed.link().namespace(), namespace -> new ArrayList<>());
        if (!address.address().isLinkLocalAddress()) { // a link-local network may be on every link
            checkOverlap(part, before, placed);
        }
        before.add(placed);
    }

    private static Optional<String> mistakeIn(LinkAddress address) {
        InetAddress ip = address.address();
        if (ip.isAnyLocalAddress()
                || ip.isMulticastAddress()
                || ip.isLoopbackAddress()
                || isReserved(ip.getAddress())) {
            return Optional.of("[" + address + "] is not an address that a host can have on a link");
        }
        if (IpAddress.isMapped(ip)) {
            return Optional.of(
                    "[" + address + "] is an IPv4-mapped IPv6 address, which stands for IPv4 in a program's sockets"
                            + " and never on a link; write the IPv4 address itself");
        }
        if (address.network().isNetworkAddress(ip)) {
            return ip.getAddress().length == 4
                    ? Optional.of("[" + address + "] is the address of the network itself, not of a host in it")
                    : Optional.of(
                            "[" + address + "] is the subnet-router anycast address, not one host's (RFC 4291, 2.6.1)");
        }
        return address.network().isBroadcast(ip)
                ? Optional.of("[" + address + "] is the broadcast address of its network")
                : Optional.empty();
    }

    /** Whether an IPv4 address is in the "this" network, or is the limited broadcast address (RFC 6890, section 2.2.2). */
    private static boolean isReserved(byte... ip) {
        return ip.length == 4 && (ip[0] == 0 || Arrays.equals(ip, LIMITED_BROADCAST));
    }

    private void checkUnique(Part part, Placed placed) {
        Key.Link link = placed.link();
        InetAddress address = placed.address().address();
        Key.Link owner = owners.putIfAbsent(new Claim(address, outline.segment(link)), link);
        if (!address.isLinkLocalAddress()) {
            Key.Link here = owners.putIfAbsent(new Claim(address, link.namespace()), link);
            owner = owner == null ? here : owner;
        }
        if (owner != null) {
            mistake.accept(
                    part,
                    "the address [" + IpAddress.text(address) + "] of " + link.path() + " is also that of "
                            + owner.path());
        }
    }

    private void checkOverlap(Part part, List<Placed> before, Placed placed) {
        IpNetwork network = placed.address().network();
        for (Placed other : before) {
            IpNetwork theirs = other.address().network();
            boolean overlaps = theirs.overlaps(network)
                    && !other.address().address().equals(placed.address().address());
            if (overlaps && !other.link().equals(placed.link())) {
                mistake.accept(
                        part,
                        "the network of [" + placed.address() + "] on "
                                + placed.link().path() + " overlaps that of [" + other.address() + "] on "
                                + other.link().name() + " in the same namespace, so that one hides the other");
            } else if (overlaps && !theirs.equals(network) && !theirs.isOneAddress() && !network.isOneAddress()) {
                mistake.accept(
                        part,
                        "the networks of [" + placed.address() + "] and [" + other.address() + "] on "
                                + placed.link().path()
                                + " overlap: on one interface they are the same or apart, or of"
                                + " one address alone");
            }
        }
    }
}
