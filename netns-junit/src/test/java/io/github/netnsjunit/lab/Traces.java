package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is at one moment of the things that a lab could leave in this Java process.
 *
 * @param descriptors the open sockets and namespaces, as {@code /proc/self/fd} names them. No two have the same name.
 * @param threads the threads of labs
 * @param namespaces the network namespaces in which threads of this process are, without those that were made ahead and are in no lab
 */
public record Traces(Set<String> descriptors, Set<String> threads, Set<String> namespaces) {

    private static final Path SELF = Path.of("/proc/self");

    /** Of the threads that keep namespaces which were made ahead: what the kernel keeps of their name. */
    private static final String AHEAD = "netns-junit ahe";

    public static Traces now() {
        Set<String> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> thread.getName().startsWith("netns "))
                .map(thread -> thread.getName() + " #" + thread.getId())
                .collect(Collectors.toSet());
        Set<String> descriptors = links(SELF.resolve("fd"), "");
        descriptors.removeIf(link -> !link.matches("(net|mnt|uts|socket):.*"));
        return new Traces(descriptors, threads, links(SELF.resolve("task"), "ns/net"));
    }

    private static Set<String> links(Path directory, String below) {
        Set<String> links = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                try {
                    String link = Files.readSymbolicLink(entry.resolve(below)).toString();
                    if (below.isEmpty()
                            || !Files.readString(entry.resolve("comm")).strip().equals(AHEAD)) {
                        links.add(link);
                    }
                } catch (IOException endedMeanwhile) {
                    // it does not count
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return links;
    }

    /** Asserts that nothing was added since. Waits for this, because a thread that has ended is listed in {@code /proc} a little longer. */
    public void assertNothingAdded(String during) {
        await("nothing left by " + during)
                .atMost(Duration.ofSeconds(5))
                .pollInSameThread()
                .untilAsserted(() -> {
                    Traces now = now();
                    assertThat(now.descriptors()).as("descriptors").isSubsetOf(descriptors);
                    assertThat(now.threads()).as("threads").isSubsetOf(threads);
                    assertThat(now.namespaces()).as("namespaces").isSubsetOf(namespaces);
                });
    }
}
