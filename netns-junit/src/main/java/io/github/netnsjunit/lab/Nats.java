package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.listing.NatMapping;
import io.github.netnsjunit.lab.network.NamespaceConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a namespace translates: with the {@linkplain io.github.netnsjunit.policy.Nat NATs} of the topology, and with rules that a test made
 * by other means. Safe for use by several threads. Methods throw {@link IllegalStateException} once the namespace is closed, and {@link
 * LabException} if the kernel refuses.
 */
public final class Nats {

    private final NamespaceConnections connections;

    Nats(NamespaceConnections connections) {
        this.connections = connections;
    }

    /** The translations as they are now, in no particular order: one for each host behind it, port and destination. */
    public List<NatMapping> mappings() {
        List<NatMapping> all = new ArrayList<>();
        for (var each : connections.list()) {
            String protocol = Conntrack.protocol(each.original());
            Duration left = Duration.ofSeconds(each.secondsLeft());
            if (each.sourceTranslated()) {
                all.add(new NatMapping(
                        protocol,
                        Conntrack.source(each.original()),
                        Conntrack.destination(each.reply()),
                        Conntrack.destination(each.original()),
                        left));
            }
            if (each.destinationTranslated()) {
                all.add(new NatMapping(
                        protocol,
                        Conntrack.source(each.reply()),
                        Conntrack.destination(each.original()),
                        Conntrack.source(each.original()),
                        left));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Forgets all translations, as a router does that restarts: a host's next packet gets a mapping anew. What comes from outside is
     * dropped until then. Connections that are not translated are forgotten too.
     */
    public void flush() {
        connections.flushLearnt();
        connections.flush();
    }
}
