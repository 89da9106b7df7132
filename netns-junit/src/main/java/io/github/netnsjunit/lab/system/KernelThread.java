package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A thread of this process, as {@code /proc} shows it; see proc_pid_task(5). It may end at any time. What is asked of a thread that has
 * ended is absent.
 *
 * @param tid its id in the kernel
 */
public record KernelThread(int tid) {

    /** All threads of this process. */
    public static List<KernelThread> all() {
        List<KernelThread> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            tasks.forEach(task -> threads.add(
                    new KernelThread(Integer.parseInt(task.getFileName().toString()))));
        } catch (IOException noProc) {
            throw new LabException("could not list this process's threads", noProc);
        }
        return threads;
    }

    /** The target of the link to its network namespace. */
    public Optional<Path> network() {
        return NetworkIdentity.in(directory());
    }

    /** How often a processor went over from this thread to another one. While a thread waits, the number stays the same. */
    public OptionalLong switches() {
        return lines("status")
                .filter(line -> line.contains("voluntary_ctxt_switches:")) // and nonvoluntary_ctxt_switches
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
                .reduce(Long::sum);
    }

    /** The first argument of the system call in which it waits. */
    public OptionalLong firstArgument() {
        return lines("syscall")
                .map(line -> line.split(" ", -1)) // number, six arguments, stack pointer, program counter; or: running
                .filter(fields -> fields.length > 3)
                .mapToLong(fields -> Long.parseUnsignedLong(fields[1].substring(2), 16))
                .findFirst();
    }

    /** Its name in the kernel, which has at most 15 bytes. */
    public String shortName() {
        return lines("comm").findFirst().orElse("?");
    }

    private Stream<String> lines(String file) {
        try {
            return ProcFile.lines(file(file)).stream();
        } catch (IOException ended) {
            return Stream.empty();
        }
    }

    private Path file(String name) {
        return directory().resolve(name);
    }

    private Path directory() {
        return Path.of("/proc/self/task", Integer.toString(tid));
    }
}
