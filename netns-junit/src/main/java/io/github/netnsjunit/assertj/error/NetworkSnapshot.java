package io.github.netnsjunit.assertj.error;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;
import io.github.netnsjunit.lab.listing.RouteEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The routes and interfaces that a namespace had at one moment. Messages show them, so that the reader sees why a packet went
 * where it went.
 *
 * @param namespace the name of the namespace
 * @param routes its main routing table
 * @param interfaces its interfaces
 */
public record NetworkSnapshot(String namespace, List<RouteEntry> routes, List<Interface> interfaces) {

    public static NetworkSnapshot of(NetworkNamespace namespace) {
        return of(namespace, namespace.interfaces());
    }

    /** The same with interfaces that were read before. */
    public static NetworkSnapshot of(NetworkNamespace namespace, List<Interface> interfaces) {
        List<RouteEntry> main =
                namespace.routes().stream().filter(RouteEntry::isInMainTable).toList();
        return new NetworkSnapshot(namespace.name(), main, interfaces);
    }

    /** Describes all of it. */
    public String describe() {
        return describe(routes);
    }

    /**
     * Describes what matters for reaching a host: if the host is an IPv4 address, the IPv6 routes are left out, and vice versa.
     */
    public String describeFor(String host) {
        return describe(
                routes.stream().filter(route -> isSameFamily(host, route)).toList());
    }

    private String describe(List<RouteEntry> shown) {
        return routeTable(shown) + "%nThe interfaces of ".formatted() + namespace + ":" + interfaceLines();
    }

    private String routeTable(List<RouteEntry> shown) {
        String table = shown.isEmpty()
                ? "The routing table of " + namespace + " is empty" + (routes.isEmpty() ? "." : " for this address.")
                : "The routing table of " + namespace + " has:" + routeLines(shown);
        boolean hasDefault = shown.stream().anyMatch(route -> route.to().isDefault());
        return hasDefault ? table : table + "%nThere is no default route.".formatted();
    }

    /** Returns true for a host name too, because a name may stand for addresses of both families. */
    private static boolean isSameFamily(String host, RouteEntry route) {
        return Parsed.of(host, IpAddress::parse)
                .value()
                .map(address -> address.getClass() == route.to().address().getClass())
                .orElse(true);
    }

    private static String routeLines(List<RouteEntry> shown) {
        return shown.stream().map(route -> "%n  ".formatted() + route).collect(Collectors.joining());
    }

    private String interfaceLines() {
        return interfaces.stream()
                .map(each -> "%n  ".formatted() + describe(each))
                .collect(Collectors.joining());
    }

    /** Describes an interface in one line, such as {@code veth0 (up): 10.0.0.1/24}. */
    static String describe(Interface shown) {
        String state = !shown.up() ? "down" : shown.carrier() ? "up" : "up without carrier";
        String addresses = shown.addresses().isEmpty()
                ? "no address"
                : shown.addresses().stream().map(LinkAddress::toString).collect(Collectors.joining(", "));
        return shown.name() + " (" + state + "): " + addresses;
    }
}
