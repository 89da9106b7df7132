package io.github.netnsjunit.lab.names;

/** The host names that code inside one namespace knows. */
@FunctionalInterface
public interface NamesInside {

    /** The content of {@code /etc/hosts} inside. */
    String hostsFile();

    /** Says where in the lab a host is whose name is not known inside, as a sentence; empty if the lab has no such host. */
    default String whereElse(String hostName) {
        return "";
    }

    /** Lets the names follow a change of links or addresses that was made in the namespace. */
    default void update() {}

    /** The same after something that may have made a change, such as a program that ran inside. */
    default void updateIfChanged() {}
}
