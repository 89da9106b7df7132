package io.github.netnsjunit.service;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.service.dns.DnsText;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.NameServerFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.rules.Known;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A name server in a namespace. It answers over UDP and TCP, at port 53 of all addresses there, from its records alone. Its clients find
 * its address in their {@code /etc/resolv.conf}, after that of servers which were declared before; the C library asks three at most.
 *
 * <p>Reading records needs dnsjava, an optional dependency: {@code dnsjava:dnsjava}. Immutable.
 *
 * @param namespace the namespace that it runs in
 * @param records what it answers: each as a line of a zone file, {@code www.example.test. 60 IN A 203.0.113.1}. The names are absolute,
 *     with or without the dot at the end. A name may begin with {@code *}, for all names below that have no records.
 * @param clients the namespaces that ask it; if there are none, these are all that share a segment with its namespace, and that one itself
 * @param hosts whether its clients look into their hosts files before they ask it; otherwise they do so if it does not know a name
 * @param resolver more lines for the {@code /etc/resolv.conf} of its clients, such as {@code options timeout:1}
 * @param script answers to particular queries
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record DnsServer(
        String namespace,
        List<String> records,
        List<String> clients,
        boolean hosts,
        List<String> resolver,
        List<DnsRule> script)
        implements Provisioned {

    public DnsServer {
        requireNonNull(namespace, "namespace");
        records = List.copyOf(records);
        clients = List.copyOf(clients);
        resolver = List.copyOf(resolver);
        script = List.copyOf(script);
    }

    /** Identifies the name server of a namespace. */
    record ServerKey(String namespace) implements Key {
        @Override
        public String taken() {
            return "namespace [" + namespace + "] has a DNS server already: add to its records with a DNS record";
        }

        @Override
        public String missing() {
            return "namespace [" + namespace + "] has no DNS server";
        }

        @Override
        public String toString() {
            return "DNS server of namespace [" + namespace + "]";
        }
    }

    /** Declares a name server with its records, each as a line of a zone file. */
    public static DnsServer of(String namespace, String... records) {
        return new DnsServer(namespace, List.of(records), List.of(), true, List.of(), List.of());
    }

    /** The same server, which only these namespaces ask. */
    public DnsServer clients(String... namespaces) {
        return new DnsServer(namespace, records, List.of(namespaces), hosts, resolver, script);
    }

    /** The same server; with {@code false}, its clients ask it before they look into their hosts files. */
    public DnsServer hosts(boolean first) {
        return new DnsServer(namespace, records, clients, first, resolver, script);
    }

    /** The same server, with more lines for the {@code /etc/resolv.conf} of its clients; see resolv.conf(5). */
    public DnsServer resolver(String... lines) {
        return new DnsServer(namespace, records, clients, hosts, List.of(lines), script);
    }

    /**
     * The same server, which answers one query for a name like this. If the method is called several times for a name, the answers are
     * given one after another. Queries for each type of records are counted by themselves: most clients ask for A and AAAA at once.
     *
     * @param name such as {@code www.example.test}, {@code *.example.test} for all names below, or {@code *} for all
     */
    public DnsServer once(String name, DnsAnswer answer) {
        return with(new DnsRule(name, answer, true));
    }

    /** The same server, which answers all queries for a name like this, after those of {@link #once}. */
    public DnsServer then(String name, DnsAnswer answer) {
        return with(new DnsRule(name, answer, false));
    }

    private DnsServer with(DnsRule rule) {
        List<DnsRule> more = new ArrayList<>(script);
        more.add(rule);
        return new DnsServer(namespace, records, clients, hosts, resolver, more);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new ServerKey(namespace));
    }

    @Override
    public String contradiction(Key key, Part other) {
        return key.taken();
    }

    @Override
    public void outline(Draft draft) {
        draft.nameServer(new NameServerFacts(namespace, clients, hosts, resolver));
        draft.remark(namespace, "DNS server" + (clients.isEmpty() ? "" : " for " + String.join(", ", clients)));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        if (all.isHost(namespace)) {
            mistake.accept("a test may not run a DNS server in the host's namespace");
        }
        for (String client : clients) {
            if (all.namespace(client).isEmpty()) {
                mistake.accept("clients: there is no namespace [" + client + "]" + Known.namespaces(all));
            } else if (all.isHost(client)) {
                mistake.accept("clients: the host's namespace [" + client + "] keeps its own name servers");
            }
        }
        if (all.namespaces().stream().map(Namespace::name).anyMatch(namespace::equals)
                && all.links(namespace).stream()
                        .allMatch(link -> link.addresses().isEmpty())
                && clients.stream().anyMatch(client -> !client.equals(namespace))) {
            mistake.accept("clients cannot ask it, because namespace [" + namespace + "] has no address");
        }
        resolver.stream()
                .filter(line -> line.isBlank() || line.lines().count() != 1)
                .forEach(line -> mistake.accept("resolver: [" + line + "] is not one line of resolv.conf(5)"));
        DnsText.absent().ifPresentOrElse(mistake, () -> {
            DnsText.mistakes("records", records).forEach(mistake);
            script.forEach(rule -> rule.mistakes().forEach(mistake));
        });
    }

    @Override
    public List<Part> in(Counterparts families) {
        List<DnsRule> answers = script.stream().map(rule -> rule.in(families)).toList();
        List<String> there = DnsFamilies.of(records, DnsFamilies.declared(namespace, families), families);
        return List.of(new DnsServer(namespace, there, clients, hosts, resolver, answers));
    }

    @Override
    public void provision(Outline all, Steps to) {
        ServerKey key = new ServerKey(namespace);
        to.start(
                key,
                null,
                (libc, handles) -> RunningDnsServer.open(
                        this,
                        all.links(namespace).stream()
                                .filter(link -> link.up())
                                .flatMap(link -> link.addresses().stream())
                                .map(address -> address.address())
                                .filter(address ->
                                        !address.isLinkLocalAddress()) // the socket of all addresses serves them
                                .toList()));
    }

    @Override
    public String toString() {
        return Stream.of(
                        records.stream(),
                        clients.stream().map(client -> "asked by " + client),
                        Stream.of("before the hosts files").filter(each -> !hosts),
                        resolver.stream(),
                        script.stream().map(DnsRule::toString))
                .flatMap(each -> each)
                .reduce("DNS server in " + namespace, (text, more) -> text + "; " + more);
    }
}
