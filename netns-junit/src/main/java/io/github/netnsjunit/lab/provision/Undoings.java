package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.system.AllSteps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What takes back the steps that were taken for the parts of a lab, whichever parts go first. Guarded by the lab. */
public final class Undoings {

    private final List<Undoing> lastFirst = new ArrayList<>();

    /** Adds that of the step that is taken last. */
    void add(Undoing undoing) {
        lastFirst.add(0, undoing);
    }

    /** Drops those of steps that need no taking back: what they made is gone. */
    void forget(Collection<Undoing> gone) {
        lastFirst.removeIf(gone::contains);
    }

    /**
     * Takes steps back, on a thread of its own; all that can be, whatever fails in between. Others that overlap with them are taken
     * back with them, and taken anew after: what these found is not what they would find now.
     */
    public void takeBack(Predicate<Undoing> gone) {
        Set<Undoing> concerned = Collections.newSetFromMap(new IdentityHashMap<>());
        lastFirst.stream().filter(gone).forEach(concerned::add);
        if (concerned.isEmpty()) {
            return;
        }
        boolean more = true;
        while (more) {
            more = concerned.addAll(lastFirst.stream()
                    .filter(undoing -> concerned.stream().anyMatch(undoing::overlaps))
                    .toList());
        }
        List<Undoing> back = lastFirst.stream().filter(concerned::contains).toList();
        List<Undoing> again =
                new ArrayList<>(back.stream().filter(gone.negate()).toList());
        Collections.reverse(again);
        lastFirst.removeIf(gone);
        Provisioner.onThreadOfItsOwn(() -> {
            AllSteps steps = new AllSteps();
            back.forEach(undoing -> steps.take(undoing::takeBack));
            again.forEach(undoing -> steps.take(undoing::takeAgain));
            steps.finish();
            return back;
        });
    }
}
