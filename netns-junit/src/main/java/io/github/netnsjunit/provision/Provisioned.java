package io.github.netnsjunit.provision;

import io.github.netnsjunit.topology.Outline;
import io.github.netnsjunit.topology.Part;

/** A part for which there is something to do in a live network. */
public interface Provisioned extends Part {

    /**
     * Asks for what is to be done so that this part stands. Called only once the topology was checked.
     *
     * @param all the outline of the whole topology
     * @param to takes the steps
     */
    void provision(Outline all, Steps to);
}
