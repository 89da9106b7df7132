package io.github.netnsjunit.topology;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far away the destination of an IPv4 route is. The names are those of {@code ip route}, in capitals. The kernel takes a gateway only
 * if the route to the gateway has a smaller scope than the route through it. IPv6 routes are all {@link #GLOBAL}.
 */
public enum RouteScope {
    /** What {@code ip route} takes: {@link #LINK} for an IPv4 route without a gateway, otherwise {@link #GLOBAL}. */
    USUAL(-1),
    /** Anywhere. */
    GLOBAL(0),
    /** Within the site. The kernel gives this no meaning of its own. */
    SITE(200),
    /** On a link of this host, so that it can be a gateway. */
    LINK(253),
    /** This host itself. */
    HOST(254),
    /** Nowhere: the kernel takes no route with it. */
    NOWHERE(255);

    private final int number;

    RouteScope(int number) {
        this.number = number;
    }

    /** The number that the kernel has for it, {@code RT_SCOPE_…} of {@code linux/rtnetlink.h}; -1 for {@link #USUAL}. */
    public int number() {
        return number;
    }

    /** The scope with a number of the kernel's; empty if the number has no name. */
    public static Optional<RouteScope> of(int number) {
        return Arrays.stream(values())
                .filter(each -> each != USUAL && each.number == number)
                .findFirst();
    }
}
