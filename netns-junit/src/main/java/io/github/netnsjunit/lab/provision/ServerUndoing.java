package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.topology.Key;

/** Ends a service that was started for a part. */
record ServerUndoing(Site site, Step step, Key key) implements Undoing {

    @Override
    public void undo() {
        site.services().end(key);
    }
}
