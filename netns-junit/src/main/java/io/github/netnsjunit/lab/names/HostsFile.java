package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.rules.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@code /etc/hosts} of each namespace of a topology (hosts(5)). It contains the name of the namespace, the
 * names of all namespaces on the same segments with their addresses there, those of all other namespaces with their first addresses, and
 * the lines of the machine's own file. First in each line stands the name as it is a
 * valid host name, since that is what a program gets for an address: with hyphens for underscores, and in ASCII. The name itself
 * stands there too. Programs that read the file ignore upper and lower case.
 *
 * <p>Each content is written once and kept: neither the network that it was made from nor the lines of the machine's file, which are read
 * once in a Java process, change afterwards. Safe for use by several threads.
 */
public final class HostsFile {

    private final Outline outline;
    private final List<NamedLink> links;
    /** More names, with the address that each stands for. */
    private final Map<String, InetAddress> aliases;

    /** The contents that were asked for already, by namespace. */
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /** Those of the topology that was last asked for: as a rule the next lab has the same. */
    private static volatile @Nullable HostsFile latest;

    private HostsFile(Outline outline, List<NamedLink> links, Map<String, InetAddress> aliases) {
        this.outline = outline;
        this.links = links;
        this.aliases = new LinkedHashMap<>(aliases);
    }

    /** The files of a network that is as its topology says. */
    public static HostsFile of(Outline outline) {
        HostsFile files = latest;
        if (files == null || files.outline != outline) {
            files = new HostsFile(outline, NamedLink.declaredBy(outline), Map.of());
            latest = files;
        }
        return files;
    }

    /** The files of a network that was changed since its topology was made. */
    public static HostsFile of(Outline outline, List<LiveLink> living, PeerNamespaces namespaces) {
        return new HostsFile(outline, NamedLink.living(outline, living, namespaces), Map.of());
    }

    /** The same files with more names. */
    HostsFile withAliases(Map<String, InetAddress> more) {
        return more.isEmpty() && aliases.isEmpty() ? this : new HostsFile(outline, links, more);
    }

    /** Returns the content of the file for one namespace. */
    public String text(String namespace) {
        String known = texts.get(namespace);
        // Not computeIfAbsent, which would keep other threads waiting while the machine's file is read.
        if (known == null) {
            known = write(namespace);
            texts.put(namespace, known);
        }
        return known;
    }

    private String write(String namespace) {
        Map<String, Set<String>> addressesByName = addresses(namespace);
        Stream<String> labLines = addressesByName.entrySet().stream().flatMap(entry -> {
            String names = " " + String.join(" ", spellings(entry.getKey()));
            return entry.getValue().stream().map(address -> address + names);
        });
        Stream<String> aliasLines =
                aliases.entrySet().stream().map(entry -> IpAddress.text(entry.getValue()) + " " + entry.getKey());
        Set<String> labNames = Stream.concat(addressesByName.keySet().stream(), aliases.keySet().stream())
                .map(Names::asciiHostName)
                .collect(Collectors.toSet());
        return Stream.of(labLines, aliasLines, machineLines(labNames))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Whether two namespaces share a segment, or are one. */
    boolean areNeighbours(String one, String other) {
        return one.equals(other) || !Collections.disjoint(segments(one), segments(other));
    }

    private Set<Integer> segments(String namespace) {
        return links.stream()
                .filter(each -> each.namespace().equals(namespace))
                .map(NamedLink::segment)
                .collect(Collectors.toSet());
    }

    /** Which name servers the programs in a namespace ask; empty if there are none. */
    Optional<ResolverFiles> resolver(String namespace) {
        return outline.nameServers().isEmpty() || outline.isHost(namespace)
                ? Optional.empty()
                : ResolverFiles.of(outline.nameServers(), this, namespace);
    }

    /** The addresses for which the name of each namespace stands in one namespace. */
    Map<String, Set<String>> addresses(String namespace) {
        Map<String, Set<String>> addressesByName = new LinkedHashMap<>();
        addressesByName.put(namespace, new LinkedHashSet<>());
        Set<Integer> ownSegments = segments(namespace);
        for (NamedLink each : links) {
            if (ownSegments.contains(each.segment())) {
                Set<String> addresses = addressesByName.computeIfAbsent(each.namespace(), key -> new LinkedHashSet<>());
                addresses.addAll(each.addresses());
                if (!each.namespace().equals(namespace)) {
                    addresses.addAll(each.lost());
                }
            }
        }
        Map<String, Set<String>> farther = farther(addressesByName);
        if (addressesByName.getOrDefault(namespace, Set.of()).isEmpty()) {
            addressesByName.put(namespace, Set.of("127.0.0.1"));
        }
        addressesByName.putAll(farther);
        return addressesByName;
    }

    /**
     * The namespaces of which no address near is known, each with its first address of either family. An address that somebody near has
     * too, as behind two NATs, would lead there.
     */
    private Map<String, Set<String>> farther(Map<String, Set<String>> near) {
        Map<String, Set<String>> addresses = new LinkedHashMap<>();
        Set<String> taken = near.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Set<List<Object>> seen = new HashSet<>();
        for (NamedLink each : links) {
            for (String address : each.addresses()) {
                if (!taken.contains(address)
                        && near.getOrDefault(each.namespace(), Set.of()).isEmpty()
                        && seen.add(List.of(each.namespace(), address.contains(":")))) {
                    addresses
                            .computeIfAbsent(each.namespace(), key -> new LinkedHashSet<>())
                            .add(address);
                }
            }
        }
        return addresses;
    }

    /** Whether the names of a namespace stand for the addresses that it has. */
    public boolean agreesWith(List<LiveLink> living, String namespace) {
        return addresses(links, namespace)
                .equals(addresses(NamedLink.living(outline, living, (from, to) -> -1), namespace));
    }

    private static Set<String> addresses(List<NamedLink> links, String namespace) {
        return links.stream()
                .filter(each -> each.namespace().equals(namespace))
                .flatMap(each -> each.addresses().stream())
                .collect(Collectors.toSet());
    }

    /** Says why no namespace knows the name of a host, as a sentence; empty if no namespace bears it. */
    public String whyUnknown(String hostName) {
        return outline.namespaces().stream()
                .map(Namespace::name)
                .filter(each -> Names.asciiHostName(each).equals(Names.asciiHostName(hostName)))
                .findFirst()
                .map(name ->
                        "The lab has a namespace [" + name + "], but it has no address that a name could stand for.")
                .orElse("");
    }

    private static Set<String> spellings(String namespace) {
        return new LinkedHashSet<>(List.of(Names.asciiHostName(namespace), Names.hostName(namespace), namespace));
    }

    /** Returns the content for a namespace that is in no topology: the lines of the machine's file. */
    public static String machine() {
        return machineLines(Set.of()).collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * Returns the lines of the machine's file, without names that the lab uses.
     *
     * @param labNames the names that the lab uses, as {@link Names#asciiHostName} writes them
     */
    private static Stream<String> machineLines(Set<String> labNames) {
        return Machine.lines().stream()
                .map(fields -> fields.stream()
                        .filter(field -> !labNames.contains(Names.asciiHostName(field)))
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
        } catch (NoSuchFileException absent) {
            throw new LabException(
                    "this machine has no /etc/hosts. Each namespace gets a file of its own mounted over it, so it must exist,"
                            + " even if it is empty: touch /etc/hosts",
                    absent);
        } catch (IOException unreadable) {
            throw new LabException(
                    "cannot read /etc/hosts, which the lab's names are put in front of: " + unreadable.getMessage(),
                    unreadable);
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
