package io.github.netnsjunit.lab.names;

import java.net.InetAddress;
import java.util.Optional;

/** The host names that code inside one namespace knows. */
@FunctionalInterface
public interface NamesInside {

    /** The content of {@code /etc/hosts} inside. */
    String hostsFile();

    /** Which name servers programs inside ask; empty if there are none. */
    default Optional<ResolverFiles> resolver() {
        return Optional.empty();
    }

    /** Says why the lab gives no address to the name of a host, as a sentence; empty if the lab has no such host. */
    default String whyUnknown(String hostName) {
        return "";
    }

    /** Lets a name stand for an address in the whole lab. */
    default void alias(String alias, InetAddress address) {
        throw new IllegalStateException("only a namespace of a lab can give a host another name");
    }

    /** Lets the names follow a change of links or addresses that was made in the namespace. */
    default void update() {}

    /** The same after something that may have made a change, such as a program that ran inside. */
    default void updateIfChanged() {}
}
