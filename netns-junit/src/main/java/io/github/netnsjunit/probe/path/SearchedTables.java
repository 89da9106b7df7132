package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.kernel.route.RuleSelectors;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.RouteEntry;
import java.net.Inet6Address;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routing tables in which the kernel of a namespace looks, as its policy rules say. */
public final class SearchedTables {

    private SearchedTables() {}

    private record Table(boolean ipv6, long number) {}

    /** Tells the routes of those tables in which the kernel looks for every packet. */
    public static Predicate<RouteEntry> forEveryPacket(NetworkNamespace namespace) {
        return inTables(
                namespace, rule -> !rule.saysMore() && rule.rule().selectors().equals(RuleSelectors.ALL));
    }

    /**
     * Tells the routes of those tables in which the kernel looks for some packets to a network: those of a certain sender or with a certain
     * mark, for example.
     *
     * @param network the destination; it is in the network of a rule as a whole, or the rule does not count
     */
    public static Predicate<RouteEntry> forSomePackets(NetworkNamespace namespace, IpNetwork network) {
        return inTables(namespace, rule -> covers(rule.rule().selectors().to(), network));
    }

    private static boolean covers(@Nullable IpNetwork all, IpNetwork part) {
        return all == null || (all.prefixLength() <= part.prefixLength() && all.contains(part.address()));
    }

    private static Predicate<RouteEntry> inTables(NetworkNamespace namespace, Predicate<RuleMessage> wanted) {
        Set<Table> tables = Rules.of(namespace).stream()
                .filter(rule -> rule.table() != 0)
                .filter(wanted)
                .map(rule -> new Table(rule.rule().ipv6(), Integer.toUnsignedLong(rule.table())))
                .collect(Collectors.toSet());
        return route -> tables.contains(new Table(route.to().address() instanceof Inet6Address, route.table()));
    }
}
