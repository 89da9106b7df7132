package io.github.netnsjunit.lab;

import io.github.netnsjunit.topology.Part;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers who has declared each part of a lab: the lab itself, additions, or both. To be guarded by a lock. */
final class PartOwners {

    private final Map<Part, Set<Object>> owners = new HashMap<>();

    void add(Object owner, List<Part> parts) {
        parts.forEach(part -> owners.computeIfAbsent(part, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(owner));
    }

    /** The parts of an addition that have no other owner. The addition owns none of its parts any more. */
    List<Part> release(Addition addition) {
        return addition.parts().stream().filter(part -> remove(addition, part)).toList();
    }

    /** Whether the addition was the last owner of the part. */
    private boolean remove(Addition addition, Part part) {
        Set<Object> ofPart = owners.getOrDefault(part, Set.of());
        return ofPart.contains(addition) && ofPart.remove(addition) && ofPart.isEmpty();
    }

    void forget(Collection<Part> gone) {
        owners.keySet().removeAll(gone);
    }
}
