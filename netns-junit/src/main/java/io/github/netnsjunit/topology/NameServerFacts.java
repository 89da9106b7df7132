package io.github.netnsjunit.topology;

import java.util.List;

/**
 * What a topology says of a name server.
 *
 * @param namespace the namespace that it runs in
 * @param clients the namespaces that ask it; if there are none, these are all on the segments of its namespace, and that one itself
 * @param hostsFirst whether its clients look into their hosts files before they ask it
 * @param resolverLines more lines for the {@code /etc/resolv.conf} of its clients
 */
public record NameServerFacts(String namespace, List<String> clients, boolean hostsFirst, List<String> resolverLines) {

    public NameServerFacts {
        clients = List.copyOf(clients);
        resolverLines = List.copyOf(resolverLines);
    }
}
