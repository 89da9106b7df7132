package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topologies that were used last. As a rule the next test has the same parts as one before, and to check them again would take
 * longer than to find out. Safe for use by several threads.
 */
final class RecentTopologies {

    private static final int MOST = 16;

    /** The one that was not used for the longest time comes first. */
    private final Map<List<Part>, Topology> byParts = new LinkedHashMap<>(MOST, 0.75f, true);

    /**
     * The topology of these parts.
     *
     * @throws io.github.netnsjunit.topology.TopologyException if there are mistakes; such a topology is not kept
     */
    Topology of(List<Part> parts) {
        Topology known = find(parts);
        if (known != null) {
            return known;
        }
        Topology checked = Topology.of(parts);
        keep(parts, checked);
        return checked;
    }

    private synchronized @Nullable Topology find(List<Part> parts) {
        return byParts.get(parts);
    }

    private synchronized void keep(List<Part> parts, Topology checked) {
        byParts.put(parts, checked);
        if (byParts.size() > MOST) {
            Iterator<Topology> oldest = byParts.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
