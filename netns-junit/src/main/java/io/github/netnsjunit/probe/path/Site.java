package io.github.netnsjunit.probe.path;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.lab.listing.Interface;

/**
 * An interface, and the namespace that has it.
 *
 * @param namespace the namespace
 * @param link the interface
 */
record Site(NetworkNamespace namespace, Interface link) {

    /** Such as {@code r1's eth0}. */
    @Override
    public String toString() {
        return namespace.name() + "'s " + link.name();
    }
}
