package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.kernel.system.JavaIPv6;
import io.github.netnsjunit.topology.NameServerFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tells the C library in a namespace which name servers to ask.
 *
 * @param resolvConf the content of {@code /etc/resolv.conf} (resolv.conf(5))
 * @param hostsFirst whether it looks into the hosts file before it asks them
 */
public record ResolverFiles(String resolvConf, boolean hostsFirst) {

    /** For a namespace that has no name servers any more. */
    public static final ResolverFiles WITHOUT_SERVERS = new ResolverFiles("", true);

    /** For one namespace of a lab; empty if it has no name servers. */
    static Optional<ResolverFiles> of(List<NameServerFacts> servers, HostsFile hosts, String namespace) {
        List<NameServerFacts> asked = servers.stream()
                .filter(server -> server.clients().isEmpty()
                        ? hosts.areNeighbours(server.namespace(), namespace)
                        : server.clients().contains(namespace))
                .toList();
        Set<String> lines = new LinkedHashSet<>();
        for (NameServerFacts server : asked) {
            hosts.addresses(namespace).getOrDefault(server.namespace(), Set.of()).stream()
                    .min(Comparator.comparing(ResolverFiles::isNotServed))
                    .ifPresent(address -> lines.add("nameserver " + address));
        }
        List<String> all = new ArrayList<>(lines);
        asked.forEach(server -> all.addAll(server.resolverLines()));
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new ResolverFiles(
                        String.join("\n", all) + "\n", asked.stream().allMatch(NameServerFacts::hostsFirst)));
    }

    /** Whether a name server at an address does not answer, because Java does without IPv6. */
    private static boolean isNotServed(String address) {
        return address.indexOf(':') >= 0 && !JavaIPv6.reasonAgainst().isEmpty();
    }

    // By hand: what Java generates for a record takes a young JVM long to link.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResolverFiles that
                && resolvConf.equals(that.resolvConf)
                && hostsFirst == that.hostsFirst;
    }

    @Override
    public int hashCode() {
        return Objects.hash(resolvConf, hostsFirst);
    }
}
