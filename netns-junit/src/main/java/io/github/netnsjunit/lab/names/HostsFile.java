package io.github.netnsjunit.lab.names;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.address.LinkAddress;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Outside;
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
 * The {@code /etc/hosts} of each namespace of a topology (hosts(5)): its own name, the names of all that share a link with it, and
 * what the machine's file says otherwise. A name with an underscore, which URLs forbid, stands there with a hyphen too; capitals do
 * not matter to who reads it.
 */
public final class HostsFile {

    private final Outline outline;

    public HostsFile(Outline outline) {
        this.outline = outline;
    }

    /** Without those of a link alone: they lead nowhere unless an interface is named too, which this file cannot. */
    private static List<String> plain(List<LinkAddress> addresses) {
        return addresses.stream()
                .map(LinkAddress::address)
                .filter(address -> !(address instanceof Inet6Address six && six.isLinkLocalAddress()))
                .map(IpAddress::text)
                .toList();
    }

    /** The text for one namespace. */
    public String text(String namespace) {
        Map<String, Set<String>> addressesByName = new LinkedHashMap<>();
        addressesByName.put(namespace, new LinkedHashSet<>());
        Set<Integer> own = outline.links(namespace).stream()
                .map(each -> outline.segment(each.key()))
                .collect(Collectors.toSet());
        for (LinkFacts each : endsBeforeSwitches()) {
            if (own.contains(outline.segment(each.key()))) {
                addressesByName
                        .computeIfAbsent(each.key().namespace(), key -> new LinkedHashSet<>())
                        .addAll(plain(each.addresses()));
            }
        }
        Set<String> mine = addressesByName.getOrDefault(namespace, Set.of());
        if (mine.isEmpty()) {
            addressesByName.put(namespace, Set.of("127.0.0.1"));
        }
        Stream<String> ours = addressesByName.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(address -> address + " " + String.join(" ", names(entry.getKey()))));
        Set<String> taken =
                addressesByName.keySet().stream().map(Names::hostName).collect(Collectors.toSet());
        return Stream.concat(ours, machineLines(taken)).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The first address of a name is that of a cable's end, if there is one, wherever a bridge stands in the topology. */
    private List<LinkFacts> endsBeforeSwitches() {
        return Stream.of(false, true)
                .flatMap(wanted -> outline.links().stream()
                        .filter(link -> outline.bridge(link.key()).isPresent() == wanted))
                .toList();
    }

    private static Set<String> names(String namespace) {
        return new LinkedHashSet<>(List.of(namespace, Names.hostName(namespace)));
    }

    /** The machine's own, for a namespace that no topology describes. */
    public static String machine() {
        return machineLines(Set.of()).collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * What the machine says, without names that are ours here.
     *
     * @param taken those, as {@link Names#hostName} writes them
     */
    private static Stream<String> machineLines(Set<String> taken) {
        return Machine.lines().stream()
                .map(words -> words.stream()
                        .filter(word -> !taken.contains(Names.hostName(word)))
                        .toList())
                .filter(words -> words.size() > 1)
                .map(words -> String.join(" ", words));
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

    /** The machine's own file as it is when the first lab needs it, in words; with the loopback's name, if that is missing. */
    private static final class Machine {

        private static volatile @Nullable List<List<String>> known;

        /** Not of a static initialiser, which would tell why it failed only once. */
        static List<List<String>> lines() {
            List<List<String>> lines = known;
            if (lines == null) {
                lines = withLocalhost(Outside.call(HostsFile::readMachine)); // inside is another lab's
                known = lines;
            }
            return lines;
        }

        private static List<List<String>> withLocalhost(List<List<String>> lines) {
            boolean named = lines.stream().anyMatch(words -> words.lastIndexOf("localhost") > 0);
            return named
                    ? lines
                    : Stream.concat(
                                    lines.stream(),
                                    Stream.of(List.of("127.0.0.1", "localhost"), List.of("::1", "localhost")))
                            .toList();
        }
    }
}
