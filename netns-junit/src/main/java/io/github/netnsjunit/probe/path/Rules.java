package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpNetwork;
import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RouteType;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.lab.Interface;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.RouteEntry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The policy rules that somebody added to a namespace, and the tables that they lead to. */
final class Rules {

    private Rules() {}

    /** Describes those for the family of an address, one line each. Empty if there are only the kernel's own rules. */
    static List<String> describe(NetworkNamespace namespace, InetAddress destination) {
        int family = Family.of(destination);
        List<RuleMessage> rules = Inside.call(namespace, () -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return socket.dump(RuleMessage.dump());
            }
        });
        List<RuleMessage> added = rules.stream()
                .filter(each -> each.family() == family && each.isUsers())
                .toList();
        if (added.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("The rules of " + namespace.name() + ", besides the kernel's own:");
        added.forEach(each -> lines.add("  " + each));
        added.stream()
                .map(RuleMessage::table)
                .filter(table -> table != 0 && table != RouteMessage.MAIN_TABLE)
                .distinct()
                .forEach(table -> lines.addAll(describeTable(namespace, table, family)));
        return lines;
    }

    private static List<String> describeTable(NetworkNamespace namespace, int table, int family) {
        Map<Integer, String> names =
                namespace.interfaces().stream().collect(Collectors.toMap(Interface::index, Interface::name));
        List<RouteMessage> routes = Inside.call(namespace, () -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return socket.dump(RouteMessage.dump());
            }
        });
        List<String> lines = new ArrayList<>();
        routes.stream()
                .filter(route -> route.table() == table && Family.of(route.destination()) == family)
                .flatMap(route -> route.nextHops().stream().map(hop -> entry(route, hop, names)))
                .forEach(entry -> lines.add("  " + entry));
        lines.add(0, "Table " + RuleMessage.tableName(table) + (lines.isEmpty() ? " is empty." : " has:"));
        return lines;
    }

    private static RouteEntry entry(RouteMessage route, RouteMessage.NextHop hop, Map<Integer, String> names) {
        return new RouteEntry(
                IpNetwork.of(route.destination(), route.prefixLength()),
                hop.gateway(),
                route.type() == RouteType.UNICAST ? names.get(hop.outputInterface()) : null,
                route.metric(),
                RouteEntry.Type.valueOf(route.type().name()));
    }
}
