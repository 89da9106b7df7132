package io.github.netnsjunit.jupiter.reading;

import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topologies that were used last. As a rule the next test has the same parts as one before, and to check them again would take
 * longer than to find out. Safe for use by several threads.
 */
final class RecentTopologies {

    private static final int MOST = 16;

    /** The one that was not used for the longest time comes first. */
    private final Map<List<Part>, Topology> byParts = new LinkedHashMap<>(MOST, 0.75f, true);

    private List<Part> latest = List.of();
    /** Null if the latest parts are not those of a known topology. */
    private @Nullable Topology latestTopology;

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

    /** The topology of these parts, if it was used of late. */
    Optional<Topology> known(List<Part> parts) {
        return Optional.ofNullable(find(parts));
    }

    private synchronized @Nullable Topology find(List<Part> parts) {
        if (!areSame(parts, latest)) {
            latestTopology = byParts.get(parts);
            latest = parts;
        }
        return latestTopology;
    }

    /** Whether these are the same objects. To find out takes less time than to compare parts. */
    private static boolean areSame(List<Part> some, List<Part> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (some.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    private synchronized void keep(List<Part> parts, Topology checked) {
        byParts.put(parts, checked);
        latest = parts;
        latestTopology = checked;
        if (byParts.size() > MOST) {
            Iterator<Topology> oldest = byParts.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
