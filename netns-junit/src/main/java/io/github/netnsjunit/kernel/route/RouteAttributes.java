package io.github.netnsjunit.kernel.route;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.Rtnetlink;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a route says besides where it leads. The kernel tells no two routes apart by this.
 *
 * @param scope {@code RT_SCOPE_…} of {@code linux/rtnetlink.h}; an IPv6 route always has {@code RT_SCOPE_UNIVERSE}
 * @param source the address that this host sends from, or null for the kernel's choice
 * @param mtu in bytes; 0 for that of the interface
 */
public record RouteAttributes(int scope, @Nullable InetAddress source, int mtu) {

    /** Those of a route that leads through a gateway, if nothing is said. */
    public static final RouteAttributes NONE = new RouteAttributes(Rtnetlink.RT_SCOPE_UNIVERSE, null, 0);

    /** Those of a route about which nothing is said, as {@code ip route} chooses them. */
    static RouteAttributes usual(RouteSpec route) {
        return new RouteAttributes(usualScope(route), null, 0);
    }

    /** Only IPv4 routes have a scope. Without a gateway, the destination is on the link. */
    public static int usualScope(RouteSpec route) {
        boolean onLink = route.type() == RouteType.UNICAST
                && route.hops().stream().allMatch(hop -> hop.gateway() == null)
                && Family.of(route.destination()) == Libc.AF_INET;
        return onLink ? Rtnetlink.RT_SCOPE_LINK : Rtnetlink.RT_SCOPE_UNIVERSE;
    }
}
