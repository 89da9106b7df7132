package io.github.netnsjunit.lab.names;

/** The ids by which the kernel calls the namespaces of a lab, each namespace with ids of its own. */
@FunctionalInterface
public interface PeerNamespaces {

    /**
     * Returns the id by which links of one namespace name another one; a negative number if they do not.
     *
     * @param from the name of the namespace whose links are listed
     * @param to the name of another namespace of the lab
     */
    int id(String from, String to);
}
