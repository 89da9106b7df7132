package io.github.netnsjunit.assertj;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.address.Parsed;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a namespace knows of the way to others, as a failure shows it.
 *
 * @param namespace its name
 * @param routes its main routing table
 * @param interfaces its interfaces
 */
record Surroundings(String namespace, List<RouteEntry> routes, List<Interface> interfaces) {

    static Surroundings of(NetworkNamespace namespace) {
        return new Surroundings(namespace.name(), namespace.routes(), namespace.interfaces());
    }

    /** It, as far as it matters to an address: the routes of the other family do not. */
    String seenFrom(String host) {
        List<RouteEntry> usable =
                routes.stream().filter(route -> mayLeadTo(host, route)).toList();
        return describe(usable);
    }

    /** All of it. */
    String whole() {
        return describe(routes);
    }

    private String describe(List<RouteEntry> shown) {
        return table(shown) + "%nThe interfaces of ".formatted() + namespace + ":" + interfaceLines();
    }

    private String table(List<RouteEntry> shown) {
        String table = shown.isEmpty()
                ? "The routing table of " + namespace + " is empty" + (routes.isEmpty() ? "." : " for this address.")
                : "The routing table of " + namespace + " has:" + lines(shown);
        boolean hasDefault = shown.stream().anyMatch(route -> route.to().isDefault());
        return hasDefault ? table : table + "%nThere is no default route.".formatted();
    }

    /** Whether a route is of the host's family, as far as its text tells that. */
    private static boolean mayLeadTo(String host, RouteEntry route) {
        return Parsed.of(host, IpAddress::parse)
                .value()
                .map(address -> address.getClass() == route.to().address().getClass())
                .orElse(true);
    }

    private static String lines(List<RouteEntry> shown) {
        return shown.stream().map(route -> "%n  ".formatted() + route).collect(Collectors.joining());
    }

    private String interfaceLines() {
        return interfaces.stream()
                .map(each -> "%n  ".formatted() + picture(each))
                .collect(Collectors.joining());
    }

    /** An interface in one line, such as {@code veth0 (up): 10.0.0.1/24}. */
    static String picture(Interface shown) {
        String state = !shown.up() ? "down" : shown.carrier() ? "up" : "up without carrier";
        String addresses = shown.addresses().isEmpty()
                ? "no address"
                : shown.addresses().stream().map(LinkAddress::toString).collect(Collectors.joining(", "));
        return shown.name() + " (" + state + "): " + addresses;
    }
}
