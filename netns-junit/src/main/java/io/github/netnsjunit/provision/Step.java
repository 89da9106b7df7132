package io.github.netnsjunit.provision;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done so that a part stands.
 *
 * @param part whose step it is
 * @param phase when it is taken
 * @param order within the phase: those with a lower number first, those with an equal one in the order of the parts
 * @param namespace where it is taken
 * @param about the interface that it is about, which a failure names; {@code null} for none
 * @param needs what must be there before, if it is made at all by these steps
 * @param makes what is there after it
 * @param work what is done
 */
public record Step(
        Part part,
        Phase phase,
        int order,
        String namespace,
        Key.@Nullable Link about,
        Set<Key> needs,
        Set<Key> makes,
        Work work) {

    public Step {
        needs = Set.copyOf(needs);
        makes = Set.copyOf(makes);
    }
}
