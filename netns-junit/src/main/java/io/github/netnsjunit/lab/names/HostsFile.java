package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.rules.Names;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@code /etc/hosts} of each namespace of a topology (hosts(5)). It contains the name of the namespace, the
 * names of all namespaces on the same segments, and the lines of the machine's own file. URLs forbid underscores, so a
 * name with an underscore is also written with hyphens. Programs that read the file ignore upper and lower case.
 */
public final class HostsFile {

    private final Outline outline;

    public HostsFile(Outline outline) {
        this.outline = outline;
    }

    /**
     * Leaves out link-local IPv6 addresses: they are of use only together with an interface, which this file cannot
     * name.
     */
    private static List<String> withoutLinkLocal(List<LinkAddress> addresses) {
        return addresses.stream()
                .map(LinkAddress::address)
                .filter(address -> !(address instanceof Inet6Address six && six.isLinkLocalAddress()))
                .map(IpAddress::text)
                .toList();
    }

    /** Returns the content of the file for one namespace. */
    public String text(String namespace) {
        Map<String, Set<String>> addressesByName = new LinkedHashMap<>();
        addressesByName.put(namespace, new LinkedHashSet<>());
        Set<Integer> ownSegments = outline.links(namespace).stream()
                .map(each -> outline.segment(each.key()))
                .collect(Collectors.toSet());
        for (LinkFacts each : linksWithBridgesLast()) {
            if (ownSegments.contains(outline.segment(each.key()))) {
                addressesByName
                        .computeIfAbsent(each.key().namespace(), key -> new LinkedHashSet<>())
                        .addAll(withoutLinkLocal(each.addresses()));
            }
        }
        if (addressesByName.getOrDefault(namespace, Set.of()).isEmpty()) {
            addressesByName.put(namespace, Set.of("127.0.0.1"));
        }
        Stream<String> labLines = addressesByName.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(address -> address + " " + String.join(" ", spellings(entry.getKey()))));
        Set<String> labNames =
                addressesByName.keySet().stream().map(Names::hostName).collect(Collectors.toSet());
        return Stream.concat(labLines, machineLines(labNames)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Bridges come last, so that a name resolves first to the address of another interface, if it has one. */
    private List<LinkFacts> linksWithBridgesLast() {
        return Stream.of(false, true)
                .flatMap(bridges -> outline.links().stream()
                        .filter(link -> outline.bridge(link.key()).isPresent() == bridges))
                .toList();
    }

    private static Set<String> spellings(String namespace) {
        return new LinkedHashSet<>(List.of(namespace, Names.hostName(namespace)));
    }

    /** Returns the content for a namespace that is in no topology: the lines of the machine's file. */
    public static String machine() {
        return machineLines(Set.of()).collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * Returns the lines of the machine's file, without names that the lab uses.
     *
     * @param labNames the names that the lab uses, as {@link Names#hostName} writes them
     */
    private static Stream<String> machineLines(Set<String> labNames) {
        return Machine.lines().stream()
                .map(fields -> fields.stream()
                        .filter(field -> !labNames.contains(Names.hostName(field)))
                        .toList())
                .filter(fields -> fields.size() > 1)
                .map(fields -> String.join(" ", fields));
    }

    private static List<List<String>> readMachine() {
        try {
            return NameServices.lines(Path.of("/etc/hosts"))
                    .map(line -> line.replaceFirst("#.*", "").trim())
                    .filter(line -> !line.isEmpty())
                    .map(line -> List.of(line.split("\\s+")))
                    .toList();
        } catch (IOException unreadable) {
            throw new LabException("cannot read /etc/hosts, which the lab's names are put in front of", unreadable);
        }
    }

    /**
     * The machine's own file, as it is when the first lab needs it. Each line is a list: the address and its names.
     * Lines for {@code localhost} are added if there are none.
     */
    private static final class Machine {

        private static volatile @Nullable List<List<String>> read;

        /** Not read by a static initializer: after a failure, that would report the cause only once. */
        static List<List<String>> lines() {
            List<List<String>> lines = read;
            if (lines == null) {
                // Read outside, because the calling thread may be inside a lab, which has a file of its own.
                lines = withLocalhost(Outside.call(HostsFile::readMachine));
                read = lines;
            }
            return lines;
        }

        private static List<List<String>> withLocalhost(List<List<String>> lines) {
            boolean hasLocalhost = lines.stream().anyMatch(fields -> fields.lastIndexOf("localhost") > 0);
            return hasLocalhost
                    ? lines
                    : Stream.concat(
                                    lines.stream(),
                                    Stream.of(List.of("127.0.0.1", "localhost"), List.of("::1", "localhost")))
                            .toList();
        }
    }
}
