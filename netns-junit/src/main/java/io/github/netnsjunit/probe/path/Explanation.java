package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.kernel.route.Transport;
import io.github.netnsjunit.kernel.socket.IpProtocol;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Explains, from what the kernels say, why a host is not reached: the way there, the way back, and the rules that lead astray. */
public final class Explanation {

    private Explanation() {}

    /**
     * Explains it for all addresses of a host, in lines. Empty if there is nothing to say beyond the routes and interfaces of the
     * namespace itself.
     *
     * @param host a name or an address
     * @param port to which a TCP connection was tried; 0 for a ping
     */
    public static List<String> of(NetworkNamespace from, String host, int port) {
        List<InetAddress> addresses;
        try {
            addresses = from.resolveAll(host);
        } catch (UnknownHostException unknown) {
            return List.of(); // what the kernels would do matters only once there is an address
        }
        List<String> lines = new ArrayList<>();
        Set<List<String>> rules = new LinkedHashSet<>();
        Set<NetworkNamespace> passed = new LinkedHashSet<>();
        for (InetAddress to : addresses) {
            List<String> ofFamily = Rules.describe(from, to);
            rules.add(ofFamily);
            addWays(lines, passed, from, to, transport(to, port), !ofFamily.isEmpty());
        }
        rules.forEach(lines::addAll);
        lines.addAll(Filters.describe(passed));
        return lines;
    }

    /** What rules may ask of the packets besides their addresses. */
    private static Transport transport(InetAddress to, int port) {
        int ping = to instanceof Inet6Address ? IpProtocol.IPPROTO_ICMPV6 : IpProtocol.IPPROTO_ICMP;
        return new Transport(port == 0 ? ping : IpProtocol.IPPROTO_TCP, 0, port);
    }

    private static void addWays(
            List<String> lines,
            Set<NetworkNamespace> passed,
            NetworkNamespace from,
            InetAddress to,
            Transport transport,
            boolean always) {
        Way there = Way.follow(from, to, transport);
        passed.addAll(there.namespaces());
        if (always || there.isRemarkable()) {
            add(lines, "The way from " + from.name() + " to " + IpAddress.text(to) + ":", there);
        }
        there.source().filter(source -> there.arrived() && there.end() != from).ifPresent(source -> {
            Way back = Way.follow(there.end(), source, transport.answer());
            passed.addAll(back.namespaces());
            add(lines, "The way back from " + there.end().name() + " to " + IpAddress.text(source) + ":", back);
            addTranslatedWays(lines, passed, back, there.translations(), transport.answer());
        });
    }

    /** How an answer goes on at the NATs that it comes to, the last one of the way there first. */
    private static void addTranslatedWays(
            List<String> lines,
            Set<NetworkNamespace> passed,
            Way back,
            List<Translation> translations,
            Transport answer) {
        Way last = back;
        for (int i = translations.size() - 1; i >= 0; i--) {
            Translation translation = translations.get(i);
            if (!last.arrived() || last.end() != translation.router()) {
                return;
            }
            last = Way.follow(translation.router(), translation.inside(), answer);
            passed.addAll(last.namespaces());
            add(
                    lines,
                    "The NAT of " + translation.router().name() + " sends it on to "
                            + IpAddress.text(translation.inside()) + ":",
                    last);
        }
    }

    private static void add(List<String> lines, String title, Way way) {
        lines.add(title);
        way.hops().forEach(hop -> lines.add("  " + hop));
    }
}
