package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.EnumSet;
import java.util.Set;

/**
 * Adds a route. The kernel refuses if the table has such a route already.
 *
 * @param route a unicast route, or a route that refuses packets
 * @param attributes what else it says
 */
public record AddRoute(RouteSpec route, RouteAttributes attributes) implements NetlinkRequest {

    /** The kernel itself adds the other types, such as {@code LOCAL}, for the addresses of interfaces. */
    private static final Set<RouteType> ADDABLE = EnumSet.of(
            RouteType.UNICAST, RouteType.BLACKHOLE, RouteType.UNREACHABLE, RouteType.PROHIBIT, RouteType.THROW);

    public AddRoute {
        if (!ADDABLE.contains(route.type())) {
            throw new IllegalArgumentException("a route of type " + route.type() + " is the kernel's to add: " + route);
        }
    }

    /** A route that says nothing else. */
    public AddRoute(RouteSpec route) {
        this(route, RouteAttributes.usual(route));
    }

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWROUTE;
    }

    @Override
    public int flags() {
        return Netlink.ADD;
    }

    @Override
    public void write(AttributeWriter out) {
        route.write(out, Rtnetlink.RTPROT_BOOT, attributes);
    }

    @Override
    public String toString() {
        return "add route " + route;
    }
}
