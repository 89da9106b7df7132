package io.github.netnsjunit.provision;

import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;

/** A part for which something must be made or set in the live network. */
public interface Provisioned extends Part {

    /**
     * Asks for the steps that make this part. Called only after the topology was checked.
     *
     * @param all the outline of the whole topology
     * @param to takes the steps
     */
    void provision(Outline all, Steps to);
}
