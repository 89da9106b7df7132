package io.github.netnsjunit.service;

import io.github.netnsjunit.provision.Server;
import io.github.netnsjunit.service.dns.Answering;
import io.github.netnsjunit.service.dns.DnsSockets;
import io.github.netnsjunit.service.dns.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** The name server of a namespace while its lab lives: what it was asked, and what it is to answer from now on. Safe for use by several threads. */
@SuppressWarnings("exports") // only the library makes and ends it
public final class RunningDnsServer implements Server {

    private final Zone zone;
    private final Answering answering;
    private final DnsSockets sockets;

    private RunningDnsServer(Zone zone, Answering answering, DnsSockets sockets) {
        this.zone = zone;
        this.answering = answering;
        this.sockets = sockets;
    }

    /** Opens the server's sockets in the namespace of the calling thread. */
    static RunningDnsServer open(DnsServer declared, List<InetAddress> addresses) throws IOException {
        Zone zone = new Zone(declared.records());
        Answering answering = new Answering(zone);
        declared.script().forEach(answering::add);
        return new RunningDnsServer(zone, answering, DnsSockets.open(addresses, answering));
    }

    /** All queries that came so far, in their order. */
    public List<DnsQuery> queries() {
        return answering.queries();
    }

    /** The queries for one name that came so far; upper and lower case are the same. */
    public List<DnsQuery> queries(String name) {
        return queries().stream()
                .filter(query -> query.name().equalsIgnoreCase(name))
                .toList();
    }

    /** Forgets the queries that came so far. */
    public void forgetQueries() {
        answering.forgetQueries();
    }

    /** Answers one more query for a name like this; see {@link DnsServer#once}. */
    public RunningDnsServer once(String name, DnsAnswer answer) {
        return add(new DnsRule(name, answer, true));
    }

    /** Answers all further queries for a name like this; see {@link DnsServer#then}. */
    public RunningDnsServer then(String name, DnsAnswer answer) {
        return add(new DnsRule(name, answer, false));
    }

    private RunningDnsServer add(DnsRule rule) {
        rule.mistakes().forEach(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
        answering.add(rule);
        return this;
    }

    Zone zone() {
        return zone;
    }

    @Override
    public void serve() {
        sockets.serve();
    }

    @Override
    public void close() {
        sockets.close();
    }
}
