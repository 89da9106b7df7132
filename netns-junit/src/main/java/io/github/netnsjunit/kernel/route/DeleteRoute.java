package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.netlink.AttributeWriter;
import io.github.netnsjunit.kernel.netlink.NetlinkRequest;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;

/**
 * Deletes the first route of a table that matches. The kernel does not compare what is 0 or null in the description and, for
 * IPv6 routes, it does not compare the type.
 *
 * @param route the description
 */
public record DeleteRoute(RouteSpec route) implements NetlinkRequest {

    private static final RouteAttributes ANY = new RouteAttributes(Rtnetlink.RT_SCOPE_NOWHERE, null, 0);

    @Override
    public short type() {
        return Rtnetlink.RTM_DELROUTE;
    }

    @Override
    public void write(AttributeWriter out) {
        route.write(out, Rtnetlink.RTPROT_UNSPEC, ANY);
    }

    @Override
    public String toString() {
        return "delete route " + route;
    }
}
