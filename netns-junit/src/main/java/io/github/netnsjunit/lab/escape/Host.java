package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.lab.system.NetworkIdentity;
import java.nio.file.Path;

/** The namespace in which this Java process was started. */
final class Host {

    /** The target of links to it in {@code /proc}. */
    static final Path NETWORK = NetworkIdentity.ofThisProcess();

    private Host() {}
}
