package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.listing.Interface;

/**
 * A live end of a veth pair.
 *
 * @param namespace the namespace in which it was made
 * @param name the interface's name
 */
public record CableEnd(NetworkNamespace namespace, String name) {

    /** Brings the interface up. */
    public void up() {
        namespace.linkUp(name);
    }

    /** Takes the interface down. The other end loses its carrier. */
    public void down() {
        namespace.linkDown(name);
    }

    /** The interface, as the kernel describes it now. */
    public Interface state() {
        return namespace.interfaceNamed(name);
    }

    @Override
    public String toString() {
        return namespace.name() + ":" + name;
    }
}
