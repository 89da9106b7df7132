package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.MessageReader;
import io.github.netnsjunit.kernel.netlink.NetlinkDump;
import io.github.netnsjunit.kernel.netlink.NetlinkFormatException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel decides about a packet: by its rules, in all its tables. A refusal comes with the errno that a sender would get.
 *
 * @param type what happens to the packet
 * @param table the table that decided
 * @param gateway the next hop, or null if that is the destination
 * @param outputInterface the index of the interface by which the packet leaves
 * @param source the address that the kernel would send from, or null if it does not say
 */
public record RouteLookup(
        RouteType type,
        int table,
        @Nullable InetAddress gateway,
        int outputInterface,
        @Nullable InetAddress source) {

    /** The local table, which holds the namespace's own addresses: {@code RT_TABLE_LOCAL} of {@code linux/rtnetlink.h}. */
    public static final int LOCAL_TABLE = 255;

    /** Looks up what happens to any packet that is sent here. */
    public static NetlinkDump<RouteLookup> ofSent(InetAddress destination) {
        return ofSent(destination, Transport.ANY);
    }

    /** Looks up what happens to a packet that is sent here. */
    public static NetlinkDump<RouteLookup> ofSent(InetAddress destination, Transport transport) {
        return new FibQuery(destination, null, 0, 0, 0, transport).lookup();
    }

    /**
     * Looks up what happens to a packet that arrives here.
     *
     * @param inputInterface the index of the interface by which it arrives
     */
    public static NetlinkDump<RouteLookup> ofArrived(
            InetAddress destination, InetAddress source, int inputInterface, Transport transport) {
        return new FibQuery(destination, source, inputInterface, 0, 0, transport).lookup();
    }

    /**
     * Reads the answer.
     *
     * @throws NetlinkFormatException if it is malformed
     */
    public static RouteLookup parse(MessageReader message) {
        RouteMessage route = RouteMessage.parse(message);
        RouteMessage.NextHop hop = route.nextHops().get(0);
        return new RouteLookup(
                route.type(),
                route.table(),
                hop.gateway(),
                hop.outputInterface(),
                route.attributes().source());
    }
}
