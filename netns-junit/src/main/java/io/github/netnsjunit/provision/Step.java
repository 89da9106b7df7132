package io.github.netnsjunit.provision;

import io.github.netnsjunit.topology.Key;
import io.github.netnsjunit.topology.Part;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done to make a part.
 *
 * @param part the part that asked for this step
 * @param phase when the step is performed
 * @param order its place within the phase: lower numbers come first, and equal numbers keep the order of the parts
 * @param namespace the namespace in which it is performed
 * @param about the interface that a failure names; {@code null} for none
 * @param needs what must exist before this step, if another step makes it
 * @param makes what exists after this step
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
