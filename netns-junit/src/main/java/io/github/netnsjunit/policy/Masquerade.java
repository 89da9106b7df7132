package io.github.netnsjunit.policy;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.topology.Counterparts;
import io.github.netnsjunit.topology.Draft;
import io.github.netnsjunit.topology.IpFamilies;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Recipe;
import io.github.netnsjunit.topology.rules.Names;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets IPv4 packets of the lab leave through the machine, with the machine's address: what comes in by a cable that ends in the machine's
 * own namespace goes out through an interface of the machine, and the answers come back. Nobody outside begins a connection to the lab,
 * and what is to leave through another interface of the machine is rejected. IPv6 is not translated, and does not leave.
 *
 * <p>The machine must forward what arrives at that interface: {@code net.ipv4.conf.NAME.forwarding} is 1. That is a setting of the machine,
 * which is only read. If it is 0, or there is no such interface, the lab fails before anything is made, and says what allows it.
 *
 * <p>The rules belong to this process: the kernel deletes them when the lab is closed, and also if the process is killed. After a kill it remembers
 * the connections until they expire, as it does with any NAT. Needs Linux 5.12. Immutable.
 *
 * @param namespace the namespace of the machine; see {@link Namespace#host}
 * @param through the name of the machine's interface through which packets leave; empty for that of its default route
 */
public record Masquerade(String namespace, String through) implements Recipe {

    public Masquerade {
        requireNonNull(namespace, "namespace");
        requireNonNull(through, "through");
    }

    private record MasqueradeKey(String namespace) implements Key {
        @Override
        public String taken() {
            return "what leaves through [" + namespace + "] is masqueraded otherwise too";
        }

        @Override
        public String toString() {
            return "masquerade of [" + namespace + "]";
        }
    }

    /** Lets packets leave through the interface of the machine's default route. */
    public static Masquerade of(String namespace) {
        return new Masquerade(namespace, "");
    }

    /** The same through another interface of the machine. */
    public Masquerade through(String interfaceName) {
        return new Masquerade(namespace, interfaceName);
    }

    /** The namespaces that it says: none, since that of the machine is declared. */
    @Override
    public Set<String> namespaces() {
        return Set.of();
    }

    @Override
    public Set<Key> declares() {
        return Set.of(new MasqueradeKey(namespace));
    }

    @Override
    public String missing(Key key) {
        return key.missing()
                + " (namespace); it must be the one that @HostNamespace declares, or Namespace.host without JUnit";
    }

    /** Each cable has rules of its own, so cables may come and go. */
    @Override
    public void consequences(Outline structure, Consumer<Part> to) {
        if (structure.isHost(namespace)) {
            cables(structure).forEach(cable -> to.accept(new MasqueradedCable(cable.key(), through)));
        }
    }

    private List<LinkFacts> cables(Outline all) {
        return all.links(namespace).stream()
                .filter(link -> !link.key().isLoopback())
                .toList();
    }

    @Override
    public void outline(Draft draft) {
        draft.remark(namespace, "masquerade through " + where());
    }

    private String where() {
        return through.isEmpty() ? "the default route" : through;
    }

    @Override
    public void check(Outline all, Consumer<String> mistake) {
        Optional<Namespace> machine = all.namespace(namespace);
        if (machine.isPresent() && !machine.get().host()) {
            mistake.accept("namespace [" + namespace
                    + "] is not the machine's own, so nothing leaves through the machine there;"
                    + " let a router of the lab translate addresses with a NAT");
        } else if (machine.isPresent() && cables(all).isEmpty()) {
            mistake.accept("no cable leads to namespace [" + namespace + "]: declare a veth pair with an end there");
        }
        if (through.isEmpty()) {
            return;
        }
        Names.interfaceMistake(through).ifPresent(wrong -> mistake.accept("through: " + wrong));
        if (through.equals("lo") || all.link(new Key.Link(namespace, through)).isPresent()) {
            mistake.accept("nothing leaves the machine through [" + through + "] (through), which is "
                    + (through.equals("lo") ? "the loopback interface" : "an end of a cable of the lab"));
        }
    }

    @Override
    public List<Part> in(Counterparts families) {
        if (families.wanted() == IpFamilies.IPV6) {
            throw new IllegalArgumentException("only IPv4 leaves through the machine");
        }
        return List.of(this);
    }

    @Override
    public String toString() {
        return "masquerade " + namespace + " through " + where();
    }
}
