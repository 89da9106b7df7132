package io.github.netnsjunit.lab.escape;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The namespace in which this Java process was started. */
final class Host {

    /** The target of links to it in {@code /proc}. */
    static final Path NETWORK = find();

    private Host() {}

    private static Path find() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        } catch (IOException noProc) {
            throw new LabException("could not find the host's namespace in /proc", noProc);
        }
    }
}
