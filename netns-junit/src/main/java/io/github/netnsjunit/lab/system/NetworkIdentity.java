package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells which network namespace is which: all links in {@code /proc} to one namespace have the same target, such as
 * {@code net:[4026531840]} (namespaces(7)). The kernel gives the number of a namespace that has vanished to the next new one.
 */
public final class NetworkIdentity {

    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    private static final String LINK = "ns/net";

    private NetworkIdentity() {}

    /** The namespace that an open descriptor refers to. */
    public static Path of(Descriptor network) {
        return read(THIS_THREAD.resolve("fd").resolve(Integer.toString(network.number())));
    }

    /** The namespace in which this process was started, unless its first thread has moved since. */
    public static Path ofThisProcess() {
        return read(Path.of("/proc/self", LINK));
    }

    /**
     * The network namespace in which a process or a thread is. Empty if it has ended, or is another user's.
     *
     * @param directory its directory in {@code /proc}
     */
    static Optional<Path> in(Path directory) {
        return in(directory, "net");
    }

    /** The same for a namespace of another kind: {@code mnt} or {@code uts}. */
    static Optional<Path> in(Path directory, String kind) {
        try {
            return Optional.of(Files.readSymbolicLink(directory.resolve("ns").resolve(kind)));
        } catch (IOException endedOrOfAnotherUser) {
            return Optional.empty();
        }
    }

    private static Path read(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException noProc) {
            throw new LabException("could not find out in /proc which network namespace is which", noProc);
        }
    }
}
