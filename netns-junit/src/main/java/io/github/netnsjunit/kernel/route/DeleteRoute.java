package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Deletes the first route of the main table that is as described; what the description leaves at 0 or null is not compared, nor
 * among IPv6 routes the type.
 *
 * @param route the route
 */
public record DeleteRoute(RouteSpec route) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_DELROUTE;
    }

    @Override
    public void write(AttributeWriter out) {
        route.write(out, Rtnetlink.RTPROT_UNSPEC, Rtnetlink.RT_SCOPE_NOWHERE);
    }

    @Override
    public String toString() {
        return "delete route " + route;
    }
}
