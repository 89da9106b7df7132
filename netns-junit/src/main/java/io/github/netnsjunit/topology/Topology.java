package io.github.netnsjunit.topology;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.topology.TopologyException.Mistake;
import io.github.netnsjunit.topology.drawing.Drawings;
import io.github.netnsjunit.topology.rules.Rules;
import io.github.netnsjunit.topology.rules.TunnelMtus;
import io.github.netnsjunit.topology.rules.WaysBack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The immutable description of a lab's network: its parts. Their order matters only where two of them touch the same thing: kernel
 * parameters are set, and names are listed, in the order given. A topology is always complete and checked: {@link #of} reports all
 * mistakes before any system call is made. It can be shared between threads, and used for any number of labs.
 *
 * <pre>{@code
 * Topology topology = Topology.of(
 *         Namespace.of("root_ns"),
 *         Namespace.of("blue_ns"),
 *         VethLink.between(
 *                 End.of("root_ns", "veth_root_ns", "10.0.0.1/24"), End.of("blue_ns", "veth_blue_ns", "10.0.0.2/24")),
 *         StaticRoute.defaultVia("blue_ns", "10.0.0.1"));
 * }</pre>
 *
 * <p>If two parts say the same of one thing, they are one part. If they say different things of it, that is a mistake.
 *
 * <p>What works, but is more often a mistake than wanted, must be said: an interface says with {@code duplicate} that its addresses, its
 * subnets and its MAC address may be those of other interfaces too. Without that,
 *
 * <ul>
 *   <li>an address and a MAC address may occur only once on a segment, that is, among interfaces that hear one another's frames. They may
 *       occur again on another segment, as in labs with NAT, where two sites have the same private addresses;
 *   <li>two interfaces of a namespace may not have the same subnet. One subnet may lie within another: the kernel takes the longer prefix;
 *   <li>an address may occur twice in a namespace only if its prefix is {@code /32} or {@code /128} at one of the two, as on links
 *       without subnets.
 * </ul>
 *
 * <p>An interface that is down counts for none of these, and an IPv6 link-local address only for the first.
 */
public final class Topology {

    private final List<Part> declared;
    private final List<Part> parts;
    private final Outline outline;
    private final List<Mistake> mistakes = new ArrayList<>();
    /** Null until they are first asked for. */
    private volatile @Nullable List<String> warnings;

    /** What recipes say of interfaces. */
    private final Map<Key.Link, LinkFacts> derivedLinks;

    private Topology(Collection<? extends Part> given, Map<Key.Link, LinkFacts> derivedBefore) {
        declared = merged(given);
        Expansion expansion = new Expansion(declared, derivedBefore, this::mistake);
        parts = expansion.parts();
        BiConsumer<Part, String> mistake = (part, message) -> mistake(expansion.origin(part), part, message);
        outline = new Outline(parts, derivedBefore, mistake);
        derivedLinks = outline.linksOf(expansion.derived());
        for (Part part : parts) {
            part.check(outline, message -> mistake.accept(part, message));
        }
        Rules.check(outline, parts, mistake);
    }

    private void mistake(Part declaredPart, String message) {
        mistakes.add(new Mistake(declaredPart, message));
    }

    /** Notes a mistake of a part that a declared recipe may have said. */
    private void mistake(Part origin, Part part, String message) {
        mistake(origin, origin.equals(part) ? message : "its [" + part + "]: " + message);
    }

    /**
     * Checks parts and makes a topology of them.
     *
     * @throws TopologyException if there are mistakes, with all of them at once
     */
    public static Topology of(Part... parts) {
        return of(Arrays.asList(parts));
    }

    /** The same with the parts of a collection; see {@link #of(Part...)}. */
    public static Topology of(Collection<? extends Part> parts) {
        return new Topology(parts, Map.of()).checked();
    }

    /** A topology whose mistakes do not matter, because nothing is made of it. */
    static Topology unchecked(Collection<? extends Part> parts) {
        return new Topology(parts, Map.of());
    }

    /**
     * This topology and more parts. Routers keep the addresses that they have on their LANs.
     *
     * @throws TopologyException if the parts are wrong, by themselves or beside the others, with all mistakes at once
     */
    public Topology with(Part... more) {
        List<Part> all = new ArrayList<>(declared);
        all.addAll(Arrays.asList(more));
        return new Topology(all, derivedLinks).checked();
    }

    /** This topology without the parts that say the same as these, and without the parts that would be wrong without those. Routers keep their addresses. */
    public Topology without(Part... less) {
        Set<Part> gone = Arrays.stream(less)
                .map(part -> outline.sameAs(requireNonNull(part, "part")))
                .collect(Collectors.toCollection(HashSet::new));
        while (true) {
            Topology left = new Topology(
                    declared.stream().filter(part -> !gone.contains(part)).toList(), derivedLinks);
            if (left.mistakes.isEmpty()) {
                return left;
            }
            left.mistakes.forEach(mistake -> gone.add(mistake.part()));
        }
    }

    /**
     * This topology with other families of addresses. An interface, a LAN or a route that is declared in one family gets its counterpart
     * in the other, or that in its place. What is declared in both families is the counterpart of each other, and nothing is derived for
     * it. The counterpart of {@code 10.0.0.1/24} is {@code fd04::a00:1/120}: the prefix {@code fd04::/96} and the same 32 bits. The first
     * IPv6 subnet without a counterpart gets {@code 100.64.0.0/22}, the next one {@code 100.64.4.0/22}, and so on, and {@code ::1} of it
     * is {@code 100.64.0.1}. A name belongs to the same host as before.
     *
     * <p>Policy rules, neighbours, NATs, forwarded ports, firewalls, what WireGuard lets through, and the records of name servers follow. A
     * NAT between two networks of IPv4 translates IPv6 in the same way; where both families are declared, it stays as it is, and vanishes if
     * it translates neither of those that are wanted. Where there can be only one address, such as that of the other end of a tunnel or of a
     * portal, its counterpart stands in its place only if its family is not wanted; the tunnel is of the kind over the other family then.
     *
     * <p>A namespace that forwards one family forwards the other too. Other kernel parameters stay as they are, and so do rulesets of nft.
     *
     * @throws TopologyException if a route leads to an IPv6 network that no interface has, so that nothing tells its counterpart; or if the
     *     result has mistakes, such as an MTU that is too small for IPv6
     */
    public Topology in(IpFamilies families) {
        return of(Counterparts.of(this, families));
    }

    /**
     * This topology with another MTU of all links that declare none. Cables, LANs, and interfaces that carry frames by themselves have it;
     * tunnels have what their headers leave of it. VLANs and others that lie over an interface have that of this interface, and bridges
     * that of their smallest port, as always. A VXLAN through a tunnel that it names has what that leaves. The headers of a tunnel over IPv6
     * are larger, and an MTU that was given stays: where both are wanted, say the families, {@link #in}, first.
     *
     * @param bytes 68 to 65535
     * @throws IllegalArgumentException if it is not
     * @throws TopologyException if it is too small for the headers of a tunnel, or if the result has mistakes, such as an MTU that is too
     *     small for IPv6
     */
    public Topology withDefaultMtu(int bytes) {
        if (bytes < LinkFacts.SMALLEST_MTU || bytes > LinkFacts.LARGEST_MTU) {
            throw new IllegalArgumentException("the MTU [" + bytes + "] is not between " + LinkFacts.SMALLEST_MTU
                    + " and " + LinkFacts.LARGEST_MTU);
        }
        List<Part> parts = new ArrayList<>();
        List<TopologyException.Mistake> tooSmall = new ArrayList<>();
        for (Part part : declared) {
            try {
                parts.add(part.withDefaultMtu(bytes));
            } catch (IllegalArgumentException refusal) {
                tooSmall.add(new TopologyException.Mistake(part, String.valueOf(refusal.getMessage())));
            }
        }
        if (!tooSmall.isEmpty()) {
            throw new TopologyException(tooSmall);
        }
        return of(parts);
    }

    private Topology checked() {
        if (!mistakes.isEmpty()) {
            mistakes.sort(Comparator.comparingInt(mistake -> declared.indexOf(mistake.part())));
            throw new TopologyException(mistakes);
        }
        return this;
    }

    /** Leaves out each part that says the same as an earlier one. Parts that contradict one another are all kept, and noted as mistakes. */
    private List<Part> merged(Collection<? extends Part> given) {
        Map<Key, Part> byKey = new HashMap<>();
        List<Part> merged = new ArrayList<>();
        for (Part part : given) {
            requireNonNull(part, "part");
            Set<Part> first = new HashSet<>();
            boolean contradicts = false;
            for (Key key : part.declares()) {
                Part other = byKey.putIfAbsent(key, part);
                if (other != null && first.add(other) && !part.saysTheSameAs(other)) {
                    contradicts = true;
                    mistake(part, part.contradiction(key, other));
                }
            }
            if (contradicts || first.isEmpty()) {
                merged.add(part);
            }
        }
        return List.copyOf(merged);
    }

    /** All parts: those that were given, in their order, and then those that the {@linkplain Recipe recipes} among them say. */
    public List<Part> parts() {
        return parts;
    }

    /** The parts that were given, in their order. */
    public List<Part> declared() {
        return declared;
    }

    /** What all parts say together. */
    public Outline outline() {
        return outline;
    }

    /**
     * What works, but perhaps not as wanted: hosts whose packets arrive through routers, while the answers do not. Routes, addresses and
     * forwarding are looked at, but not what filters or translates packets. Of hosts that are alike only the first is named, and of many
     * that are not, only the first 50 are looked at. Nothing is said of them if the topology has a VRF, which has several routing tables.
     * Also tunnels whose declared MTU is larger than what their headers leave of that of the interface which their packets go through.
     *
     * @return a sentence each, without a full stop; empty if there is nothing to say
     */
    public List<String> warnings() {
        List<String> found = warnings;
        if (found == null) {
            found = Stream.concat(WaysBack.missing(outline).stream(), TunnelMtus.tooLarge(outline).stream())
                    .toList();
            warnings = found;
        }
        return found;
    }

    /**
     * Draws the network in characters, at most 100 columns wide: namespaces and switches as boxes, with their interfaces, addresses and
     * routes, and cables between them. A box also tells what its namespace does: that it forwards, its NATs, firewalls and name server; and
     * of an interface what its kind needs to be understood, such as the other end of a tunnel. Kernel parameters and the records of name
     * servers are not drawn.
     *
     * <pre>
     * ┌ root_ns ─────────────────┐      ┌ blue_ns ─────────────────┐
     * │ veth_root_ns 10.0.0.1/24 ├──────┤ veth_blue_ns 10.0.0.2/24 │
     * │                          │      │ default via 10.0.0.1     │
     * └──────────────────────────┘      └──────────────────────────┘
     * </pre>
     *
     * <p>A box that has several cables stands at the left margin. What is connected with nothing else stands beside it. If a switch has
     * more than four such hosts, they have no boxes, only a line or two each, and what all of them have, such as a default route, is
     * written once, in the box of the switch. If more than two routes lead the same way, they share a line. A cable that ends in {@code ▶} leads to another box at the
     * left margin. A cable with an end that is down is dotted.
     *
     * <p>All three drawings show what the topology says, not the present state of a lab. The same topology always gives the same text,
     * byte for byte. A namespace that has nothing but a switch and its ports is drawn as that switch. If the name of an interface has
     * characters that cannot be seen, these are written as {@code \}{@code u0001}.
     *
     * @return lines, each with {@code \n} at its end; empty if there are no namespaces
     */
    public String toText() {
        return Drawings.text(outline);
    }

    /**
     * Draws the network as a flowchart of <a href="https://mermaid.js.org/">Mermaid</a> 11. GitHub shows it as a picture if it is in a
     * fenced block {@code mermaid}. The boxes contain the addresses, and each line is marked with the names of the interfaces that it
     * joins. Routers are hexagons. If a switch has more than four hosts that are connected with nothing else, they share one box. See {@link #toText()} for
     * what is drawn.
     *
     * <p>With its default settings Mermaid refuses more than 500 lines between boxes, and more than 50,000 characters.
     *
     * @return lines, each with {@code \n} at its end
     */
    public String toMermaid() {
        return Drawings.mermaid(outline);
    }

    /**
     * Draws the network as a document in SVG 1.1 that needs no font, script or other file. It is light or dark, as the reader prefers.
     * What is connected stands in columns from left to right. If a switch has more than four hosts that are connected with nothing else,
     * they stand together in a frame. Hosts, routers and switches have colours of their own. See {@link #toText()} for what is drawn.
     *
     * <p>It takes less than a second to draw some hundred namespaces. A long chain of namespaces makes a wide drawing.
     */
    public String toSvg() {
        return Drawings.svg(outline);
    }

    /** Whether the other was given equal parts in the same order, and recipes say the same in both. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Topology topology
                        && declared.equals(topology.declared)
                        && parts.equals(topology.parts));
    }

    @Override
    public int hashCode() {
        return declared.hashCode();
    }

    /** The text of each part that was given, one after the other. */
    @Override
    public String toString() {
        return declared.stream().map(Part::toString).collect(Collectors.joining(", ", "Topology[", "]"));
    }
}
