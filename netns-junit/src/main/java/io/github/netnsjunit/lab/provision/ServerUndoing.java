package io.github.netnsjunit.lab.provision;

import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.provision.Step;
import io.github.netnsjunit.topology.Key;

/** Ends a service that was started for a part, while the network lives on. */
record ServerUndoing(Site site, Step step, Key key) implements Undoing {

    @Override
    public void undo() {
        try {
            site.services().end(key);
        } catch (LinuxException failure) {
            throw Refusals.explain(Undoing.failed(step, site), failure);
        }
    }
}
