package io.github.netnsjunit.lab;

import io.github.netnsjunit.topology.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What takes back the steps that were taken for the parts of a lab, whichever parts go first. */
final class Undoings {

    private final List<Undoing> lastFirst = new ArrayList<>();

    /** Adds those of steps that were taken after all that are here. */
    void add(List<Undoing> made) {
        lastFirst.addAll(0, made);
    }

    /**
     * Takes back the steps of some parts, on a thread of its own; all that can be, whatever fails in between. A step of another part
     * that came later and overlaps is taken back before, and taken anew after.
     */
    void takeBack(Set<Part> gone) {
        List<Undoing> undone = new ArrayList<>();
        List<Undoing> renewed = new ArrayList<>();
        for (int i = 0; i < lastFirst.size(); i++) {
            Undoing undoing = lastFirst.get(i);
            if (gone.contains(undoing.step().part())) {
                undone.add(undoing);
            } else if (lastFirst.subList(i + 1, lastFirst.size()).stream()
                    .anyMatch(earlier -> gone.contains(earlier.step().part()) && undoing.overlaps(earlier))) {
                undone.add(undoing);
                renewed.add(0, undoing);
            }
        }
        lastFirst.removeIf(undoing -> gone.contains(undoing.step().part()));
        Provisioner.onThreadOfItsOwn(() -> {
            AllSteps steps = new AllSteps();
            undone.forEach(undoing -> steps.take(undoing::takeBack));
            renewed.forEach(undoing -> steps.take(undoing::takeAgain));
            steps.finish();
            return undone;
        });
    }
}
