package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.provision.Step;

/** Undoes one step that was performed for a part of a lab. Called on a thread that may enter other namespaces. */
interface Undoing {

    /** The step. */
    Step step();

    /** Undoes the step. Does nothing if what the step made is gone already. */
    void undo();

    /** Whether the other step changes something that this step changes too. */
    default boolean overlaps(Undoing other) {
        return false;
    }

    /** Performs the step again after it was undone. */
    default void redo() {
        throw new UnsupportedOperationException("no step overlaps [" + step() + "]");
    }
}
