package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Netlink;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.util.EnumSet;
import java.util.Set;

/**
 * Adds a route to the main table. The kernel refuses if it has such a route already.
 *
 * @param route a unicast route, or a route that refuses packets
 * @param onlink whether the kernel takes the gateway to be on the link of the interface, whatever its addresses
 */
public record AddRoute(RouteSpec route, boolean onlink) implements NetlinkRequest {

    /** The kernel itself adds the other types, such as {@code LOCAL}, for the addresses of interfaces. */
    private static final Set<RouteType> ADDABLE = EnumSet.of(
            RouteType.UNICAST, RouteType.BLACKHOLE, RouteType.UNREACHABLE, RouteType.PROHIBIT, RouteType.THROW);

    public AddRoute {
        if (!ADDABLE.contains(route.type())) {
            throw new IllegalArgumentException("a route of type " + route.type() + " is the kernel's to add: " + route);
        }
    }

    /** A route whose gateway must be on the link of the interface. */
    public AddRoute(RouteSpec route) {
        this(route, false);
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
        route.write(out, Rtnetlink.RTPROT_BOOT, scope(), onlink ? Rtnetlink.RTNH_F_ONLINK : 0);
    }

    /** Only IPv4 routes have a scope. Without a gateway, the destination is on the link. */
    private int scope() {
        boolean onLink = route.type() == RouteType.UNICAST
                && route.gateway() == null
                && Family.of(route.destination()) == Libc.AF_INET;
        return onLink ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE;
    }

    @Override
    public String toString() {
        return "add route " + route + (onlink ? " onlink" : "");
    }
}
