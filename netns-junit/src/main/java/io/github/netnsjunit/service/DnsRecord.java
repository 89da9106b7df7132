package io.github.netnsjunit.service;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.provision.Provisioned;
import io.github.netnsjunit.provision.Steps;
import io.github.netnsjunit.service.DnsServer.ServerKey;
import io.github.netnsjunit.service.dns.DnsText;
import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One more record of the {@link DnsServer} of a namespace. It can be added to a live lab, and taken away again. Immutable.
 *
 * @param namespace the namespace of the server
 * @param record as a line of a zone file: {@code www.example.test. 60 IN A 203.0.113.1}
 */
@SuppressWarnings("exports") // only the library calls the methods that make a part
public record DnsRecord(String namespace, String record) implements Provisioned {

    public DnsRecord {
        requireNonNull(namespace, "namespace");
        requireNonNull(record, "record");
    }

    private record RecordKey(String namespace, String record) implements Key {
        @Override
        public String toString() {
            return "DNS record [" + record + "] of namespace [" + namespace + "]";
        }
    }

    /** Declares a record. */
    public static DnsRecord of(String namespace, String record) {
        return new DnsRecord(namespace, record);
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new RecordKey(namespace, record));
    }

    @Override
    public Set<Key> needs() {
        return Set.of(new ServerKey(namespace));
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        DnsText.absent()
                .ifPresentOrElse(
                        mistake,
                        () -> DnsText.mistakes("record", List.of(record)).forEach(mistake));
    }

    @Override
    public List<Part> in(Counterparts families) {
        return DnsFamilies.of(List.of(record), DnsFamilies.declared(namespace, families), families).stream()
                .<Part>map(each -> new DnsRecord(namespace, each))
                .toList();
    }

    @Override
    public void provision(Outline all, Steps to) {
        ServerKey server = new ServerKey(namespace);
        to.start(new RecordKey(namespace, record), server, (libc, handles) -> {
            RunningDnsServer running = (RunningDnsServer) handles.service(server);
            running.zone().add(record);
            return () -> running.zone().remove(record);
        });
    }

    @Override
    public String toString() {
        return "DNS record of " + namespace + ": " + record;
    }
}
