package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process of the machine, as {@code /proc} shows it; see proc_pid(5). It may end at any time. What is asked of a process that has
 * ended is absent.
 *
 * @param pid its id, as this process sees it
 */
public record KernelProcess(long pid) {

    private static final Path PROCESSES = Path.of("/proc");

    /**
     * What {@code /proc/PID/stat} says of it (proc_pid_stat(5)).
     *
     * @param zombie whether it has ended, and its parent has not taken notice yet
     * @param parent the id of the process that started it, or of the one that has adopted it
     * @param group the id of its process group
     */
    public record Stat(boolean zombie, long parent, long group) {}

    /** All processes. */
    public static List<KernelProcess> all() {
        List<KernelProcess> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            processes.forEach(process -> all.add(
                    new KernelProcess(Long.parseLong(process.getFileName().toString()))));
        } catch (IOException unreadable) {
            throw new LabException("could not list the processes in /proc", unreadable);
        }
        return all;
    }

    /** The targets of the links to its network, mount and UTS namespaces; none if it is another user's process. */
    public Stream<Path> namespaces() {
        return Stream.of("net", "mnt", "uts").flatMap(kind -> NetworkIdentity.in(directory(), kind).stream());
    }

    /** The target of the link to its mount namespace. */
    public Optional<Path> mountNamespace() {
        return NetworkIdentity.in(directory(), "mnt");
    }

    /** The devices of the file systems that it has mounted (proc_pid_mountinfo(5)); none if it is another user's process. */
    public Stream<String> mountedDevices() {
        return text("mountinfo").stream().flatMap(String::lines).map(line -> line.split(" ", 4)[2]);
    }

    /** The device of the file system in which its working directory is, as {@link #mountedDevices} names it. */
    public Optional<String> deviceOfWorkingDirectory() {
        try {
            long device = (Long) Files.getAttribute(directory().resolve("cwd"), "unix:dev");
            // gnu_dev_major and gnu_dev_minor of sys/sysmacros.h
            long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
            long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
            return Optional.of(major + ":" + minor);
        } catch (IOException endedOrOfAnotherUser) {
            return Optional.empty();
        }
    }

    public Optional<Stat> stat() {
        return text("stat").map(text -> {
            // A process name may contain anything. The fields after it: state, parent, group.
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", 4);
            return new Stat(fields[0].equals("Z"), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        });
    }

    /** Its program and arguments, with spaces between them. */
    public Optional<String> commandLine() {
        return text("cmdline").map(text -> text.replace('\0', ' ').strip());
    }

    /** Its name in the kernel, which has at most 15 bytes. */
    public Optional<String> shortName() {
        return text("comm").map(String::strip);
    }

    /** What its descriptors refer to, such as {@code socket:[123]}. Nothing if they may not be read. */
    public Stream<String> descriptors() {
        Path descriptors = directory().resolve("fd");
        String[] numbers = descriptors.toFile().list(); // null instead of an exception
        return numbers == null ? Stream.of() : Stream.of(numbers).map(number -> target(descriptors.resolve(number)));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private Optional<String> text(String file) {
        try {
            return Optional.of(ProcFile.text(directory().resolve(file)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private Path directory() {
        return PROCESSES.resolve(Long.toString(pid));
    }
}
