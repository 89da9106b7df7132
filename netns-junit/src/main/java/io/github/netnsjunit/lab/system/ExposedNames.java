package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of network namespaces that ip-netns(8) knows, which are files in {@code /run/netns}. Those that are made here are symbolic links to
 * the namespace of a thread of this process. So nothing is mounted, no name keeps a namespace alive, and a process that is killed leaves
 * no more than links that lead nowhere. The next process that makes a lab deletes these. It takes those of a living process of another PID
 * namespace for such ones, because it does not see that process.
 */
public final class ExposedNames {

    /** Where ip-netns(8) looks for names. */
    public static final Path DIRECTORY = Path.of("/run/netns");

    private static final Pattern NAME = Pattern.compile("junit-(\\d+)(\\.\\d+)?-.*", Pattern.DOTALL);
    private static final Pattern TARGET = Pattern.compile("(/proc/(\\d+)/task/\\d+)/ns/net");

    private static final AtomicBoolean SWEPT = new AtomicBoolean();

    private ExposedNames() {}

    /**
     * Gives names to network namespaces, all or none. A namespace {@code alice} gets {@code junit-PID-alice}. If this process has such a
     * name already, all get {@code junit-PID.2-…}, or the next number that is free.
     *
     * @param threads the kernel's id of a thread in each namespace, by the name of the namespace
     * @return the new names, by those of the namespaces
     * @throws IOException if the machine does not allow it; none of the names exists then
     */
    public static Map<String, String> make(Map<String, Integer> threads) throws IOException {
        Files.createDirectories(DIRECTORY);
        sweep();
        for (int number = 1; ; number++) {
            Map<String, String> names = names(threads.keySet(), number);
            if (make(names, threads)) {
                return names;
            }
        }
    }

    private static Map<String, String> names(Collection<String> namespaces, int number) {
        String prefix = "junit-" + ProcessHandle.current().pid() + (number == 1 ? "" : "." + number) + "-";
        Map<String, String> names = new LinkedHashMap<>();
        namespaces.forEach(namespace -> names.put(namespace, prefix + namespace));
        return names;
    }

    /** Makes the links, all or none. Returns false if one of the names exists. */
    private static boolean make(Map<String, String> names, Map<String, Integer> threads) throws IOException {
        Map<String, Integer> made = new LinkedHashMap<>();
        boolean complete = false;
        try {
            for (Map.Entry<String, String> each : names.entrySet()) {
                int thread = Objects.requireNonNull(threads.get(each.getKey()));
                Files.createSymbolicLink(DIRECTORY.resolve(each.getValue()), target(thread));
                made.put(each.getValue(), thread);
            }
            complete = true;
            return true;
        } catch (FileAlreadyExistsException ofAnotherLab) {
            return false;
        } finally {
            if (!complete) {
                made.forEach(ExposedNames::delete);
            }
        }
    }

    private static Path target(int thread) {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/task/" + thread + "/ns/net");
    }

    /** Deletes a name that was given to the namespace of a thread. Does nothing if it was deleted, also if it leads elsewhere by now. */
    public static void delete(String name, int thread) {
        Path link = DIRECTORY.resolve(name);
        try {
            if (Files.readSymbolicLink(link).equals(target(thread))) {
                Files.deleteIfExists(link);
            }
        } catch (NoSuchFileException | NotLinkException notOurs) {
            // somebody has deleted it, and perhaps made something else there
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Whether there is such a name. */
    public static boolean exists(String name) {
        return Files.isSymbolicLink(DIRECTORY.resolve(name));
    }

    /**
     * Waits until one of some names is deleted.
     *
     * @param names without any, only the deadline ends the wait
     */
    public static void awaitDeletion(List<String> names, Deadline deadline) throws InterruptedException {
        try (WatchService watch = Outside.call(() -> FileSystems.getDefault().newWatchService())) {
            if (!names.isEmpty()) {
                DIRECTORY.register(watch, StandardWatchEventKinds.ENTRY_DELETE);
            }
            while (names.stream().allMatch(ExposedNames::exists)) {
                WatchKey deletions = watch.poll(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
                if (deletions == null) {
                    return;
                }
                deletions.pollEvents();
                deletions.reset();
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Does what {@link #sweep} does, unless this process has done it. */
    public static void sweepOnce() {
        if (SWEPT.compareAndSet(false, true)) {
            sweep();
        }
    }

    /** Deletes the names that processes which have ended left behind, as far as it may. Those that stay harm nobody. */
    static void sweep() {
        if (!Files.isWritable(DIRECTORY)) {
            return; // then nobody like this process can have left any
        }
        try (Stream<Path> names = Files.list(DIRECTORY)) {
            for (Path name : names.filter(ExposedNames::isLeftOver).toList()) {
                sweep(name);
            }
        } catch (NoSuchFileException deletedMeanwhile) {
            return; // and all names with it
        } catch (IOException | UncheckedIOException refused) {
            tellLeft(refused);
        }
    }

    private static void sweep(Path name) {
        try {
            Files.deleteIfExists(name); // another process may sweep at the same time
        } catch (IOException refused) { // for example the name of another user, in a directory with the sticky bit
            tellLeft(refused);
        }
    }

    private static void tellLeft(Exception refused) {
        System.getLogger(ExposedNames.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "names that an ended process left in " + DIRECTORY + " stay: " + refused);
    }

    /**
     * Whether this is a name that was made here, of a thread that does not exist any more. The kernel gives the numbers of processes and
     * threads again, but hardly both of them to a process and its thread.
     */
    private static boolean isLeftOver(Path name) {
        Matcher named = NAME.matcher(name.getFileName().toString());
        if (!named.matches() || !Files.isSymbolicLink(name)) {
            return false;
        }
        try {
            Matcher target = TARGET.matcher(Files.readSymbolicLink(name).toString());
            return target.matches()
                    && target.group(2).equals(named.group(1))
                    && Files.notExists(Path.of(target.group(1)));
        } catch (IOException deletedMeanwhile) {
            return false;
        }
    }
}
