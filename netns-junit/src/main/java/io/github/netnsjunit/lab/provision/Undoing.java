package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.provision.Step;

/** Undoes one step that was performed for a part of a lab. Called on a thread that may enter other namespaces. */
interface Undoing {

    /** The step. */
    Step step();

    /** Undoes the step. Does nothing if what the step made is gone already. */
    void undo();

    /** What a message says if what a step made in a namespace cannot be taken away. */
    static Failed failed(Step step, Site site) {
        return Failed.at("take away [" + step.part() + "]").in(site.name()).of(step.part());
    }

    /** Whether the other step changes something that this step changes too. */
    default boolean overlaps(Undoing other) {
        return false;
    }

    /** Performs the step again after it was undone. */
    default void redo() {
        throw new UnsupportedOperationException("no step overlaps [" + step() + "]");
    }
}
