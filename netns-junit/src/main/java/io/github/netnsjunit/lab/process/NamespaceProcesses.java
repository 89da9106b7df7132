package io.github.netnsjunit.lab.process;

import static java.util.Objects.requireNonNullElseGet;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.PrivateViews;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Deadline;
import io.github.netnsjunit.lab.system.ListeningPorts;
import io.github.netnsjunit.lab.system.Outside;
import io.github.netnsjunit.lab.system.Refusals;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts programs in a namespace, and ends them. */
public final class NamespaceProcesses {

    /**
     * Runs {@code "$@"} in the directory {@code $1} once it is told to, with a watchman beside it: a process that reads the pipe
     * whose other end this Java process holds. When that end closes, because the lab does or because this process was killed, the
     * watchman kills the process group, itself included. It ignores the signals that ask the group to end, and holds none of the
     * program's output.
     */
    private static final String SCRIPT = """
            read -r OLDPWD || exit # a name that cd sets too
            exec 3<&0 </dev/null
            { trap '' TERM INT HUP; read -r line <&3; kill -KILL 0; } >/dev/null 2>&1 &
            exec 3<&-
            cd -- "$1" || exit 127
            unset OLDPWD
            shift
            exec "$@"
            """;

    /** Variables that mean something to dash or bash, or that cd sets. */
    private static final Set<String> OF_SHELLS =
            Set.of("BASHOPTS IFS LINENO OLDPWD OPTERR OPTIND PPID PS1 PS2 PS4 RANDOM SHELLOPTS _".split(" "));

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final Path HERE = Path.of("");
    private static final String OWN_PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");

    private final String namespace;
    private final Libc libc;
    private final Descriptor network;
    private final PrivateViews mounts;
    private final Set<LiveProcess> running = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Deadline killTime;
    private volatile boolean closed;

    public NamespaceProcesses(String namespace, Libc libc, Descriptor network, PrivateViews mounts) {
        this.namespace = namespace;
        this.libc = libc;
        this.network = network;
        this.mounts = mounts;
    }

    LiveProcess start(List<String> command, Map<String, String> environment, @Nullable Path directory) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least the name of a program");
        }
        checkOpen();
        Path where = (directory == null ? HERE : directory).toAbsolutePath();
        checkExists(command.get(0), where, environment);
        List<String> whole = new ArrayList<>(List.of(
                tool("nsenter"),
                "--mount=" + ownDescriptor(mounts.descriptor()),
                "--net=" + ownDescriptor(network),
                tool("setsid"), // a session of its own: a process group that can be ended whole
                "/bin/sh",
                "-c",
                SCRIPT,
                "netns-junit",
                where.toString()));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().putAll(environment);
        whole.addAll(pastTheShell(builder.environment(), environment.keySet()));
        whole.addAll(command);
        // On a thread outside: the JDK's reaper, which it starts, would hold the namespace for a minute.
        return Outside.call(() -> start(command, builder));
    }

    /** Takes out of an environment what a shell drops, sets or trips over; returns the words that set it behind the shell. */
    private List<String> pastTheShell(Map<String, String> environment, Set<String> asked) {
        List<String> names = environment.keySet().stream()
                .filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*")
                        || OF_SHELLS.contains(name)
                        || (name.equals("PWD") && asked.contains(name))) // else cd sets it, to where the program starts
                .toList();
        return names.isEmpty()
                ? List.of()
                : Stream.concat(
                                Stream.of(tool("env")),
                                names.stream().map(name -> name + "=" + environment.remove(name)))
                        .toList();
    }

    private LiveProcess start(List<String> command, ProcessBuilder builder) {
        LiveProcess process = waiting(command, builder);
        running.add(process);
        if (closed) { // asked after it is in the set: it is either ended here or found by endClose()
            process.close();
            checkOpen();
        }
        process.begin();
        return process;
    }

    /** A process that waits inside to be told to begin. */
    private LiveProcess waiting(List<String> command, ProcessBuilder builder) {
        try {
            Process leader = builder.start();
            try {
                awaitInside(leader);
                if (!leader.isAlive()) {
                    throw new IOException(
                            new String(leader.getInputStream().readAllBytes(), Charset.defaultCharset()).strip());
                }
                return take(command, leader);
            } catch (IOException | RuntimeException | Error failure) {
                leader.destroyForcibly(); // all of its group as yet
                throw failure;
            }
        } catch (IOException | LinuxException refused) {
            checkOpen(); // it may have been closed under way
            throw new LabException(
                    "namespace [" + namespace + "]: could not start " + command + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Opens the pipes of a process anew: the JDK closes its ends of them when the leader exits, whatever else of the group lives.
     * What the watchman reads is close-on-exec, so that nothing that this process starts can hold it open when this one has ended.
     */
    @SuppressWarnings("try") // that they close is all that is wanted of them
    private LiveProcess take(List<String> command, Process leader) throws IOException {
        String descriptors = "/proc/" + leader.pid() + "/fd/";
        FileChannel printed = FileChannel.open(Path.of(descriptors + "1"));
        Descriptor watch = null;
        try {
            watch = libc.open(descriptors + "0", Libc.O_WRONLY, 0);
            leader.getInputStream().close();
            return new LiveProcess(this, namespace, command, leader, watch, printed);
        } catch (IOException | RuntimeException | Error failure) {
            try (printed;
                    Descriptor opened = watch) {
                throw failure;
            }
        }
    }

    /** Describes a program to start. */
    public NamespaceProcess.Builder describe(List<String> command) {
        return new ProcessDescription(this, command);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
    }

    /**
     * Waits, about 2 ms, until nsenter has entered and setsid has made the group: before, whoever looked at the process would see
     * the host's network, and a signal to its group would find none. The kernel tells nobody of either.
     */
    private static void awaitInside(Process leader) {
        ProcessGroup group = new ProcessGroup(leader.pid());
        boolean interrupted = false;
        while (leader.isAlive() && !group.isLed()) {
            LockSupport.parkNanos(LOOK_NANOS);
            interrupted |= Thread.interrupted(); // an interrupted thread is not parked
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What util-linux opens: this process's descriptor, by a path that holds in every process. */
    private static String ownDescriptor(Descriptor descriptor) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor.number();
    }

    private void checkExists(String program, Path directory, Map<String, String> environment) {
        boolean named = program.indexOf('/') < 0;
        String path = named ? environment.getOrDefault("PATH", OWN_PATH) : "";
        if (find(program, path, directory).isEmpty()) {
            Optional<Path> file = files(program, path, directory).findFirst();
            throw new LabException(
                    "namespace [" + namespace + "]: "
                            + file.map(each -> "the program [" + each + "] is not executable: chmod +x it")
                                    .orElse("there is no program [" + program + "] "
                                            + (named ? "on the PATH [" + path + "]" : "from " + directory)),
                    null);
        }
        if (!Files.isDirectory(directory)) {
            throw new LabException(
                    "namespace [" + namespace + "]: there is no directory [" + directory + "] to start " + program
                            + " in",
                    null);
        }
    }

    /** A program that is needed to start any: from this process's PATH, for the one that is started may have another. */
    private String tool(String program) {
        return find(program, OWN_PATH, HERE.toAbsolutePath())
                .orElseThrow(() -> new LabException(
                        "namespace [" + namespace
                                + "]: starting programs takes nsenter and setsid of util-linux and env of"
                                + " coreutils; [" + program + "] is not on the PATH [" + OWN_PATH + "]: install it",
                        null))
                .toString();
    }

    private static Optional<Path> find(String program, String path, Path directory) {
        return files(program, path, directory).filter(Files::isExecutable).findFirst();
    }

    /** Looks in each directory of a path, which may be relative to another; an empty one is that other itself. */
    private static Stream<Path> files(String program, String path, Path directory) {
        return Stream.of(path.split(File.pathSeparator))
                .map(each -> directory.resolve(each).resolve(program))
                .filter(Files::isRegularFile);
    }

    /** Asks a process's whole group to end. */
    public void terminate(LiveProcess process) {
        if (!signal(process, Libc.SIGTERM)) {
            // else a program ended right after its start would have all the time it may take
            process.leader().destroy();
        }
    }

    /** Ends a process's whole group. */
    public void kill(LiveProcess process) {
        if (!signal(process, Libc.SIGKILL)) {
            process.leader().destroyForcibly();
        }
    }

    /** Whether there was a group to signal. */
    private boolean signal(LiveProcess process, int signal) {
        try {
            libc.kill(-(int) process.pid(), signal);
            return true;
        } catch (LinuxException refused) {
            // Before setsid the group does not exist yet, after its last process no longer.
            if (refused.errno() != Errno.ESRCH) {
                throw Refusals.explain("end " + process, namespace, null, refused);
            }
            return false;
        }
    }

    public void ended(LiveProcess process) {
        running.remove(process);
    }

    /** Whether all will be ended anyway. */
    public boolean isClosed() {
        return closed;
    }

    /** The TCP ports that something in the namespace listens on. */
    public Set<Integer> listeningPorts() {
        return ListeningPorts.ofThread(mounts.keeperTid());
    }

    /** Asks all to end. */
    public void beginClose() {
        killTime = LiveProcess.killTime();
        closed = true;
        AllSteps steps = new AllSteps();
        running.forEach(process -> steps.take(process::askToEnd));
        steps.finish();
    }

    /** Waits for the end that all were asked for, and forces it on those that take too long. */
    public void endClose() {
        AllSteps steps = new AllSteps();
        Deadline end = requireNonNullElseGet(killTime, LiveProcess::killTime);
        Set.copyOf(running).forEach(process -> steps.take(() -> process.end(end)));
        steps.finish();
    }

    /** The command that runs a class of this process in a Java process of its own. */
    public static String[] javaCommand(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** On the module path nothing stands on the class path: both are given as one. */
    private static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path", "");
        return modules.isEmpty() ? classes : classes.isEmpty() ? modules : classes + File.pathSeparator + modules;
    }
}
