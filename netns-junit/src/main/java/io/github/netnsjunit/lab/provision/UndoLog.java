package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The log of the steps that were performed for the parts of a lab, by which they can be undone, in whichever order the parts are
 * taken away. Not safe for use by several threads: the lab uses it under its lock.
 */
public final class UndoLog {

    private final List<Undoing> newestFirst = new ArrayList<>();

    void add(Undoing newest) {
        newestFirst.add(0, newest);
    }

    /** Adds the entries of a log of what was done before. */
    void addAll(UndoLog other) {
        newestFirst.addAll(other.newestFirst);
    }

    /** Drops the entries of steps that need not be undone because what they made is gone. */
    void forget(Collection<Undoing> gone) {
        newestFirst.removeIf(gone::contains);
    }

    /** Whether any step of a part can be undone. */
    public boolean knows(Part part) {
        return newestFirst.stream().anyMatch(undoing -> undoing.step().part().equals(part));
    }

    /** Undoes all steps of some parts; see {@link #undo(Predicate)}. */
    public void undoStepsOf(Set<Part> parts) {
        undo(undoing -> parts.contains(undoing.step().part()));
    }

    /**
     * Undoes steps on a new thread. If one fails, the rest is undone nevertheless.
     *
     * <p>Steps that overlap with these are undone too, and then performed again. For example, one step set a kernel parameter for all
     * interfaces, and a later one set it for one interface and remembered the old value. When the first step is undone, that old value
     * is wrong. Performing the second step again remembers the right one.
     */
    void undo(Predicate<Undoing> wanted) {
        Set<Undoing> affected = Collections.newSetFromMap(new IdentityHashMap<>());
        newestFirst.stream().filter(wanted).forEach(affected::add);
        if (affected.isEmpty()) {
            return;
        }
        boolean more = true;
        while (more) {
            more = affected.addAll(newestFirst.stream()
                    .filter(undoing -> affected.stream().anyMatch(undoing::overlaps))
                    .toList());
        }
        List<Undoing> toUndo = newestFirst.stream().filter(affected::contains).toList();
        List<Undoing> toRedo =
                new ArrayList<>(toUndo.stream().filter(wanted.negate()).toList());
        Collections.reverse(toRedo);
        newestFirst.removeIf(wanted);
        Provisioner.onNewThread(() -> {
            AllSteps steps = new AllSteps();
            toUndo.forEach(undoing -> steps.take(undoing::undo));
            toRedo.forEach(undoing -> steps.take(undoing::redo));
            steps.finish();
            return toUndo;
        });
    }
}
