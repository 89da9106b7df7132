package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The ends of messages about a name that is not declared: they tell which names are. */
public final class Known {

    private Known() {}

    /** For an interface that a namespace does not have. */
    public static String interfaces(Outline all, String namespace) {
        return interfaces(all, namespace, Set.of());
    }

    /** For an interface that a part needs. Those that it declares itself are not told. */
    static String interfaces(Outline all, String namespace, Part neededBy) {
        return interfaces(all, namespace, neededBy.declares());
    }

    private static String interfaces(Outline all, String namespace, Set<Key> without) {
        if (all.namespace(namespace).isEmpty()) {
            return namespaces(all);
        }
        Stream<Key.Link> declared = all.links(namespace).stream().map(LinkFacts::key);
        return "; it has "
                + Stream.concat(Stream.of(Key.Link.loopback(namespace)), declared.filter(key -> !without.contains(key)))
                        .map(Key.Link::name)
                        .distinct()
                        .toList();
    }

    /** For an interface that is to have ports. */
    public static String masters(Outline all, String namespace) {
        return among(all.links(namespace).stream()
                .map(LinkFacts::key)
                .filter(key -> all.bridge(key).isPresent() || all.master(key).isPresent())
                .map(Key.Link::name)
                .toList());
    }

    /** For an address that a namespace does not have. */
    public static String addresses(Outline all, String namespace) {
        return among(all.links(namespace).stream()
                .flatMap(link -> link.addresses().stream())
                .map(address -> IpAddress.text(address.address()))
                .toList());
    }

    private static String among(List<String> known) {
        return "; it has " + (known.isEmpty() ? "none" : known);
    }

    /** For a namespace. */
    public static String namespaces(Outline all) {
        return all.namespaces().isEmpty()
                ? "; none is declared"
                : "; declared: "
                        + all.namespaces().stream().map(Namespace::name).toList();
    }
}
