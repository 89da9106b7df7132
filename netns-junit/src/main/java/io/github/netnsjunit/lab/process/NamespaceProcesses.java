package io.github.netnsjunit.lab.process;

import static java.util.Objects.requireNonNullElse;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.kernel.libc.Errno;
import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.inside.PrivateViews;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Outside;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.process.Signal;
import io.github.netnsjunit.topology.rules.SystemText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts programs in a namespace, and ends them. */
public final class NamespaceProcesses {

    /**
     * The shell script that starts a program. It waits for a line on its standard input, starts the watchman, changes to the directory
     * {@code $1}, and runs the rest of its arguments as the program.
     *
     * <p>The program's standard input is {@code $2}: {@code /dev/null}, or the pipe for its standard error, which it does not need for that,
     * since errors are kept together with the rest of its output. The JDK closes its own end of that pipe when the program exits.
     *
     * <p>The watchman is a process that goes on reading from that standard input, a pipe whose other end this Java process holds. That
     * end closes when the lab is closed or this Java process is killed. Then the watchman kills the whole process group, itself
     * included. It ignores the signals that ask the group to end, and does not hold the program's output open.
     */
    private static final String SCRIPT = """
            read -r OLDPWD || exit # any variable would do; cd sets this one anyway
            exec 3<&0 <"$2" 2>&1
            { trap '' HUP INT USR1 USR2 TERM WINCH; read -r line <&3; kill -KILL 0; } </dev/null >/dev/null 2>&1 &
            exec 3<&-
            cd -- "$1" || exit 127
            unset OLDPWD
            shift 2
            exec "$@"
            """;

    /** The variables that dash, bash or their command cd use or set. */
    private static final Set<String> SHELL_VARIABLES =
            Set.of("BASHOPTS IFS LINENO OLDPWD OPTERR OPTIND PPID PS1 PS2 PS4 RANDOM SHELLOPTS _".split(" "));

    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** Counts the programs of all namespaces. */
    private static final AtomicLong STARTED = new AtomicLong();

    private final String namespace;
    private final Libc libc;
    private final Descriptor network;
    private final PrivateViews views;
    private final NamespaceThreads threads;
    private final ProgramFiles files;
    private final Set<LiveProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean started;
    private volatile boolean closed;

    public NamespaceProcesses(
            String namespace, Libc libc, Descriptor network, PrivateViews views, NamespaceThreads threads) {
        this.namespace = namespace;
        this.libc = libc;
        this.network = network;
        this.views = views;
        this.threads = threads;
        this.files = new ProgramFiles(namespace);
    }

    /**
     * A program that is to be started.
     *
     * @param directory {@code null} for that of this Java process
     * @param input whether its standard input is a pipe, and not empty
     */
    record Start(
            List<String> command,
            Map<String, String> environment,
            @Nullable Path directory,
            boolean input,
            StopPlan plan) {}

    LiveProcess start(Start start) {
        List<String> command = start.command();
        Map<String, String> environment = start.environment();
        checkOpen();
        checkWritable(command, environment);
        Path where = requireNonNullElse(start.directory(), ProgramFiles.WORKING_DIRECTORY)
                .toAbsolutePath();
        SystemText.mistake(where.toString()).ifPresent(reason -> {
            throw new IllegalArgumentException(
                    "the directory [" + where + "] cannot be passed to a program: " + reason);
        });
        files.checkExists(command.get(0), where, environment);
        List<String> whole = new ArrayList<>(List.of(
                files.tool("nsenter"),
                "--mount=" + pathOf(views.descriptor()),
                "--uts=" + pathOf(views.hostName()),
                "--net=" + pathOf(network),
                files.tool("setsid"), // makes a new session, and so a process group that can be killed as a whole
                "/bin/sh",
                "-c",
                SCRIPT,
                "netns-junit",
                where.toString(),
                start.input() ? "/proc/self/fd/2" : "/dev/null"));
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(!start.input());
        builder.environment().putAll(environment);
        whole.addAll(setAfterTheShell(builder.environment(), environment.keySet()));
        if (command.get(0).indexOf('=') >= 0) {
            whole.addAll(
                    List.of(files.tool("nsenter"), "--")); // enters nothing; env would take the program for a variable
        }
        whole.addAll(command);
        // Not on this thread, which may be inside a namespace. start() may start the JDK's process reaper, and that
        // thread would stay in the caller's namespace for a minute.
        return Outside.call(() -> start(start, builder));
    }

    /**
     * Removes from an environment the variables that a shell would drop or change, or that would change its behaviour. Returns the
     * {@code env} command that sets them after the shell.
     *
     * @param requested the variables that the user has set for this program
     */
    private List<String> setAfterTheShell(Map<String, String> environment, Set<String> requested) {
        List<String> names = environment.keySet().stream()
                .filter(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*")
                        || SHELL_VARIABLES.contains(name)
                        || (name.equals("PWD") && requested.contains(name))) // otherwise cd sets PWD, as it should
                .toList();
        return names.isEmpty()
                ? List.of()
                : Stream.concat(
                                Stream.of(files.tool("env")),
                                names.stream().map(name -> name + "=" + environment.remove(name)))
                        .toList();
    }

    private LiveProcess start(Start start, ProcessBuilder builder) {
        started = true;
        LiveProcess process = startWaiting(start, builder);
        running.add(process);
        if (closed) { // checked only now: if it is closed after this, endClose() finds the process in the set
            process.close();
            checkOpen();
        }
        process.begin();
        return process;
    }

    /** Starts a process that enters the namespace and then waits to be told to begin. */
    private LiveProcess startWaiting(Start start, ProcessBuilder builder) {
        try {
            Process leader = builder.start();
            try {
                awaitInside(leader);
                if (!leader.isAlive()) {
                    InputStream errors = start.input() ? leader.getErrorStream() : leader.getInputStream();
                    throw new IOException(new String(errors.readAllBytes(), ProgramText.ENCODING).strip());
                }
                return withNewPipes(start, leader);
            } catch (IOException | RuntimeException | Error failure) {
                leader.destroyForcibly(); // it has no children yet
                throw failure;
            }
        } catch (IOException | LinuxException refused) {
            checkOpen(); // a namespace that was closed meanwhile explains the failure
            throw new LabException(
                    "namespace [" + namespace + "]: could not start " + start.command() + ": " + refused.getMessage(),
                    refused);
        }
    }

    /**
     * Opens the pipes of a process a second time, because the JDK closes its own ends when the leader exits, even if other processes
     * of the group still live. The pipe of the watchman is opened close-on-exec. So no other child of this Java process can hold it
     * open after this Java process has ended.
     */
    @SuppressWarnings("try") // these resources are named only to be closed
    private LiveProcess withNewPipes(Start start, Process leader) throws IOException {
        String descriptors = "/proc/" + leader.pid() + "/fd/";
        FileChannel printed = FileChannel.open(Path.of(descriptors + "1"));
        Descriptor killPipe = null;
        ProcessInput input = null;
        try {
            if (start.input()) {
                input = new ProcessInput(FileChannel.open(Path.of(descriptors + "2"), StandardOpenOption.WRITE));
            }
            killPipe = libc.open(descriptors + "0", Libc.O_WRONLY, 0);
            leader.getInputStream().close();
            return new LiveProcess(
                    this,
                    namespace,
                    start,
                    STARTED.incrementAndGet(),
                    leader,
                    new LiveProcess.Pipes(killPipe, printed, input));
        } catch (IOException | RuntimeException | Error failure) {
            try (printed;
                    ProcessInput openedInput = input;
                    Descriptor opened = killPipe) {
                throw failure;
            }
        }
    }

    /** Checks that the program gets its arguments and variables as they are, and not with question marks in place of some letters. */
    private static void checkWritable(List<String> command, Map<String, String> environment) {
        Stream.concat(
                        command.stream(),
                        environment.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()))
                .forEach(each -> SystemText.mistake(each).ifPresent(reason -> {
                    throw new IllegalArgumentException("[" + each + "] cannot be passed to a program: " + reason);
                }));
    }

    /** Begins the description of a program to start. */
    public NamespaceProcess.Builder describe(String... command) {
        return new ProcessDescription(this, command);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("namespace [" + namespace + "] is closed");
        }
    }

    /**
     * Waits until nsenter has entered the namespace and setsid has made the process group, which takes about 2 ms. Before that the
     * process is still in the host's network, and there is no group to which a signal could be sent. The kernel notifies nobody of
     * either, so this method polls.
     */
    private static void awaitInside(Process leader) {
        ProcessGroup group = new ProcessGroup(leader.pid());
        boolean interrupted = false;
        while (leader.isAlive() && !group.hasLeader()) {
            LockSupport.parkNanos(POLL_NANOS);
            interrupted |= Thread.interrupted(); // otherwise parkNanos would return at once
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A path by which other processes can open a descriptor of this process. */
    static String pathOf(Descriptor descriptor) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor.number();
    }

    /** Sends a signal that asks to end to the whole group of a process. */
    void terminate(LiveProcess process, Signal signal) {
        if (!signal(process, signal.number())) {
            // Right after its start a process has no group yet. Without this it would run on until it is killed.
            process.leader().destroy();
        }
    }

    /** Kills the whole group of a process. */
    void kill(LiveProcess process) {
        if (!signal(process, Libc.SIGKILL)) {
            process.leader().destroyForcibly();
        }
    }

    /** Sends a signal to the group of a process. Returns false if there is no such group. */
    private boolean signal(LiveProcess process, int signal) {
        try {
            libc.kill(-(int) process.pid(), signal);
            return true;
        } catch (LinuxException refused) {
            // ESRCH: setsid has not made the group yet, or all its processes have ended.
            if (refused.errno() != Errno.ESRCH) {
                throw Refusals.explain("end " + process, namespace, null, refused);
            }
            return false;
        }
    }

    /** Lets host names follow what a program may have done to the namespace's addresses. */
    void programEnded() {
        views.names().updateIfChanged();
    }

    /** Drops a process that has ended. */
    void forget(LiveProcess process) {
        running.remove(process);
    }

    boolean isClosed() {
        return closed;
    }

    /** The sockets of the namespace that wait at a port for whoever comes. */
    ServerSockets serverSockets(ServerSockets.Protocol protocol, int port) {
        return ServerSockets.at(views.keeperTid(), protocol, port);
    }

    /** Whether a program was ever started. */
    public boolean hasStarted() {
        return started;
    }

    /** The process groups of the programs that run, by their ids. */
    public Stream<Long> groups() {
        return running.stream().map(LiveProcess::pid);
    }

    /** Lets no more programs be started. */
    void refuseMore() {
        closed = true;
    }

    /** The programs that run. */
    Stream<LiveProcess> running() {
        return running.stream();
    }

    /** Asks all processes to end. No more can be started. */
    public void beginClose() {
        refuseMore();
        AllSteps steps = new AllSteps();
        running.forEach(process -> steps.take(process::terminate));
        steps.finish();
    }

    /** Waits until all processes have ended that were asked to, and kills those that take too long. */
    public void endClose() {
        AllSteps steps = new AllSteps();
        Set.copyOf(running).forEach(process -> steps.take(process::close));
        steps.finish();
    }

    /** The threads of the namespace. */
    NamespaceThreads threads() {
        return threads;
    }
}
