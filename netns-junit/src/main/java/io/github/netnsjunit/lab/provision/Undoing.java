package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.provision.Step;

/** What takes back one step that was taken for a part of a lab. Used on a thread that may be moved to other namespaces. */
public interface Undoing {

    /** The step. */
    Step step();

    /** Takes it back; does nothing if what it made is gone. */
    void takeBack();

    /** Whether another step changes what this one changes too. */
    default boolean overlaps(Undoing other) {
        return false;
    }

    /** Takes the step anew after it was taken back. */
    default void takeAgain() {
        throw new UnsupportedOperationException("no step overlaps [" + step() + "]");
    }
}
