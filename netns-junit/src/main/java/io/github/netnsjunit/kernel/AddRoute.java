package io.github.netnsjunit.kernel;

/**
 * Adds a route to the main table, and is refused where there is one like it.
 *
 * @param route the route
 */
public record AddRoute(RouteSpec route) implements NetlinkRequest {

    @Override
    public short type() {
        return Rtnetlink.RTM_NEWROUTE;
    }

    @Override
    public int flags() {
        return Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL;
    }

    @Override
    public void write(AttributeWriter out) {
        route.write(out, Rtnetlink.RTPROT_BOOT, scope());
    }

    /** IPv4 alone knows scopes: a destination without a gateway must be on the link. */
    private int scope() {
        boolean onLink = route.type() == RouteType.UNICAST
                && route.gateway() == null
                && Family.of(route.destination()) == Rtnetlink.AF_INET;
        return onLink ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE;
    }

    @Override
    public String toString() {
        return "add route " + route;
    }
}
