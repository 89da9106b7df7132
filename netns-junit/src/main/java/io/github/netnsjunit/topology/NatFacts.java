package io.github.netnsjunit.topology;

import java.net.InetAddress;
import java.util.List;

/**
 * What a topology says of one network address translation: of what is sent through one interface of a router, and came in through
 * another. Who is outside does not know the addresses behind it, so no routes to them follow there.
 *
 * @param namespace the router
 * @param outside a name that tells the interface; see {@link Outline#towards}
 * @param ipv4 whether it translates IPv4
 * @param ipv6 whether it translates IPv6
 * @param ofAll whether it translates whoever sends; otherwise some senders alone
 * @param addresses the outside addresses that it is said to give; none for those of the interface
 */
public record NatFacts(
        String namespace, String outside, boolean ipv4, boolean ipv6, boolean ofAll, List<InetAddress> addresses) {

    public NatFacts {
        addresses = List.copyOf(addresses);
    }
}
