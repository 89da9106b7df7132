package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.kernel.libc.NativeLibrary;
import io.github.netnsjunit.kernel.netlink.Family;
import io.github.netnsjunit.kernel.netlink.NetlinkSocket;
import io.github.netnsjunit.kernel.route.RouteMessage;
import io.github.netnsjunit.kernel.route.RuleMessage;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The policy rules that somebody added to a namespace, and the tables that they lead to. */
final class Rules {

    private Rules() {}

    /** All rules of a namespace, those of the kernel included, in the order in which the kernel tries them. */
    static List<RuleMessage> of(NetworkNamespace namespace) {
        return Inside.call(namespace, () -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NativeLibrary.libc())) {
                return socket.dump(RuleMessage.dump());
            }
        });
    }

    /** Describes those for the family of an address, one line each. Empty if there are only the kernel's own rules. */
    static List<String> describe(NetworkNamespace namespace, InetAddress destination) {
        int family = Family.of(destination);
        List<RuleMessage> added = of(namespace).stream()
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
        List<String> lines = new ArrayList<>();
        namespace.routes().stream()
                .filter(entry ->
                        (int) entry.table() == table && Family.of(entry.to().address()) == family)
                .forEach(entry -> lines.add("  " + entry));
        lines.add(0, "Table " + RuleMessage.tableName(table) + (lines.isEmpty() ? " is empty." : " has:"));
        return lines;
    }
}
