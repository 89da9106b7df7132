package io.github.netnsjunit.topology.rules;

import io.github.netnsjunit.address.MacAddress;
import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.LinkFacts;
import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Checks the name and the MAC address of each interface, and how many ports a bridge has. */
final class LinkRules {

    /** {@code BR_MAX_PORTS} of {@code net/bridge/br_private.h} is 1024, and no port has the number 0. */
    private static final int MOST_PORTS = 1023;

    private final Outline outline;
    private final BiConsumer<Part, String> mistake;
    private final Map<Key.Link, Integer> ports = new HashMap<>();
    private final Map<MacOnSegment, List<LinkFacts>> macs = new HashMap<>();

    private record MacOnSegment(MacAddress mac, int segment) {}

    LinkRules(Outline outline, BiConsumer<Part, String> mistake) {
        this.outline = outline;
        this.mistake = mistake;
    }

    void check() {
        for (LinkFacts link : outline.links()) {
            Key.Link key = link.key();
            Part part = outline.part(key).orElseThrow();
            Names.interfaceMistake(key.name()).ifPresent(message -> mistake.accept(part, message));
            if (key.isLoopback() && !link.kind().equals("loopback")) {
                mistake.accept(part, key.taken());
            }
            if (link.mac() != null) {
                checkMac(part, link, link.mac());
            }
            if (link.master() != null
                    && outline.bridge(link.master()).isPresent()
                    && ports.merge(link.master(), 1, Integer::sum) == MOST_PORTS + 1) {
                mistake.accept(
                        part,
                        "the bridge [" + link.master().name() + "], its master, has " + MOST_PORTS
                                + " ports already, and the kernel gives a bridge no more");
            }
        }
    }

    private void checkMac(Part part, LinkFacts link, MacAddress mac) {
        if (mac.isMulticast()) {
            mistake.accept(
                    part,
                    "[" + mac + "] is a multicast MAC address; the first byte of an interface's is even ("
                            + link.key().path() + ")");
        } else if (mac.bits() == 0) {
            mistake.accept(
                    part,
                    "[" + mac + "] cannot be the MAC address of an interface ("
                            + link.key().path() + ")");
        } else if (link.up() && !link.duplicate()) {
            List<LinkFacts> same = macs.computeIfAbsent(
                    new MacOnSegment(mac, outline.segment(link.key())), segment -> new ArrayList<>());
            same.stream()
                    .filter(other -> !isPortOf(other, link) && !isPortOf(link, other))
                    .findFirst()
                    .ifPresent(other -> mistake.accept(
                            part,
                            "the MAC address [" + mac + "] of " + link.key().path() + " is also that of "
                                    + other.key().path() + " on the same segment" + AddressRules.UNLESS_WANTED));
            same.add(link);
        }
    }

    /** A bridge usually has the MAC address of one of its ports. */
    private static boolean isPortOf(LinkFacts port, LinkFacts bridge) {
        return bridge.key().equals(port.master());
    }
}
