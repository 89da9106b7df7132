package io.github.netnsjunit.route;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.topology.RouteHop;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a route sends packets next: to a gateway, on the link of an interface, or both. A route may have several; then each connection
 * takes one of them.
 *
 * @param via the gateway; {@code null} if the destination is on the link of the interface {@code dev}
 * @param dev the interface; {@code null} lets the kernel choose the interface by the gateway
 * @param weight of several next hops each gets connections in proportion to its weight: 1 to 256
 * @param gatewayOnLink whether the gateway is taken to be on the link of the interface, though no address or route says so
 */
public record NextHop(
        @Nullable Parsed<InetAddress> via, @Nullable String dev, int weight, boolean gatewayOnLink) {

    private static final int HIGHEST_WEIGHT = 256;

    /** Through a gateway. */
    public static NextHop via(String gateway) {
        return of(requireNonNull(gateway, "gateway"), null);
    }

    /** On the link of an interface. */
    public static NextHop through(String interfaceName) {
        return of(null, requireNonNull(interfaceName, "interfaceName"));
    }

    /** Through a gateway, an interface, or both; {@code null} for none. */
    public static NextHop of(@Nullable String via, @Nullable String dev) {
        return new NextHop(via == null ? null : Parsed.of(via, IpAddress::parse), dev, 1, false);
    }

    /** The same through another gateway. */
    NextHop via(InetAddress gateway) {
        return new NextHop(Parsed.of(IpAddress.text(gateway), IpAddress::parse), dev, weight, gatewayOnLink);
    }

    /** The same through an interface. */
    public NextHop dev(String interfaceName) {
        return new NextHop(via, interfaceName, weight, gatewayOnLink);
    }

    /** The same with another weight, 1 to 256. */
    public NextHop weight(int value) {
        return new NextHop(via, dev, value, gatewayOnLink);
    }

    /** The same, but the kernel takes the gateway to be on the link of the interface, though no address or route says so. */
    public NextHop onlink() {
        return new NextHop(via, dev, weight, true);
    }

    /** Whether neither a gateway nor an interface is named. */
    boolean isNowhere() {
        return via == null && dev == null;
    }

    /** What could not be read, or is out of its range. Needs no other part of a topology. */
    Stream<String> ownMistakes() {
        return Stream.of(
                        Optional.ofNullable(via).flatMap(Parsed::mistake).map("the gateway [via]: "::concat),
                        Optional.of("the weight [" + weight + "] is not between 1 and " + HIGHEST_WEIGHT)
                                .filter(wrong -> weight < 1 || weight > HIGHEST_WEIGHT),
                        Optional.of(
                                        "[onlink] says that the gateway [via] is on the link of the interface [dev]; name both")
                                .filter(wrong -> gatewayOnLink && (via == null || dev == null)))
                .flatMap(Optional::stream);
    }

    /** What the outline has of it; empty if the gateway cannot be read. */
    Optional<RouteHop> facts() {
        return via != null && via.value().isEmpty()
                ? Optional.empty()
                : Optional.of(new RouteHop(via == null ? null : via.get(), dev, weight, gatewayOnLink));
    }

    /** As {@code ip route} writes it, without {@code nexthop}: {@code via 10.0.0.1 dev eth0 weight 3}. */
    @Override
    public String toString() {
        return ((via == null ? "" : " via " + via)
                        + (dev == null ? "" : " dev " + dev)
                        + (weight == 1 ? "" : " weight " + weight)
                        + (gatewayOnLink ? " onlink" : ""))
                .strip();
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NextHop that
                && Objects.equals(via, that.via)
                && Objects.equals(dev, that.dev)
                && weight == that.weight
                && gatewayOnLink == that.gatewayOnLink;
    }

    @Override
    public int hashCode() {
        return Objects.hash(via, dev, weight, gatewayOnLink);
    }
}
