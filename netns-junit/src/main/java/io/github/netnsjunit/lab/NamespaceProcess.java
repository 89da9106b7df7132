package io.github.netnsjunit.lab;

import io.github.netnsjunit.kernel.libc.Descriptor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs in a namespace. Its standard input is empty; its standard output and error are kept together. It leads a
 * process group of its own, which may outlive it, and which ends with the lab, and with this Java process, however that ends. A
 * program that leaves the group, as a daemon does, is not ended. Safe for use by several threads.
 */
public final class NamespaceProcess implements AutoCloseable {

    /** How long the {@code await…} methods wait by default: 10 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** How long a group may take to end after SIGTERM. */
    private static final Duration TERMINATION = Duration.ofSeconds(3);

    /** How long an end by force, and reading the rest of the output, may take; a program that left the group may hold that open. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** The kernel tells nobody that a port is listened on, nor that a group has ended; to look costs about 0.1 ms and 1 ms. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final NamespaceProcesses owner;
    private final String namespace;
    private final List<String> command;
    private final Process process;
    private final ProcessGroup group;
    private final Descriptor watch;
    private final ProcessOutput output;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean outlived;

    /**
     * Takes charge of a process that has still to be told to begin, and of the pipes to and from it.
     *
     * @param watch the end of a pipe whose close ends the group
     * @param printed where its output is read
     */
    NamespaceProcess(
            NamespaceProcesses owner,
            String namespace,
            List<String> command,
            Process process,
            Descriptor watch,
            FileChannel printed) {
        this.owner = owner;
        this.namespace = namespace;
        this.command = List.copyOf(command);
        this.process = process;
        this.watch = watch;
        this.group = new ProcessGroup(process.pid());
        this.output = new ProcessOutput(
                Channels.newInputStream(printed),
                "netns " + namespace + " output of " + command.get(0),
                this::endIfDeserted);
    }

    /** Lets the program run. */
    void begin() {
        try (OutputStream word = process.getOutputStream()) {
            word.write('\n');
        } catch (IOException ended) {
            // by the close of its lab, or by somebody who signalled it
        }
    }

    /** Lets go of a group that came to its end by itself: a lab may start thousands of programs, and holds those that run. */
    private void endIfDeserted() {
        try {
            process.waitFor();
        } catch (InterruptedException nobodys) {
            return;
        }
        if (!owner.isClosed() && isDeserted() && closed.compareAndSet(false, true)) {
            watch.close();
            owner.ended(this);
        }
    }

    /** Whether only the watchman is left of the group, once the leader has exited. A child may have its output elsewhere. */
    private boolean isDeserted() {
        return group.size() <= 1;
    }

    /** The program and its arguments. */
    public List<String> command() {
        return command;
    }

    /** Its process id, which is also that of its process group. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not exited yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far to standard output and error; if that is more than 1 MiB, its end. */
    public String output() {
        return output.text();
    }

    /**
     * Its exit code; 128 plus the signal's number if a signal ended it.
     *
     * @throws IllegalStateException if it has not exited
     */
    public int exitCode() {
        if (process.isAlive()) {
            throw new IllegalStateException(this + " has not exited");
        }
        return process.exitValue();
    }

    /** Waits until something in its namespace listens on a TCP port, for 10 s at most. */
    public NamespaceProcess awaitListening(int port) {
        return awaitListening(port, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until something in its namespace listens on a TCP port.
     *
     * @param port 1 to 65535
     * @throws LabException if time runs out or the group ends first; its output is in the message
     */
    public NamespaceProcess awaitListening(int port, Duration timeout) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("[" + port + "] is not a port: ports are 1 to 65535");
        }
        long deadline = System.nanoTime() + nanos(timeout);
        boolean ended = false;
        while (!owner.listeningPorts().contains(port)) {
            if (ended || System.nanoTime() - deadline >= 0) {
                throw failed("listens on port " + port, timeout, ended);
            }
            try {
                pause();
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            }
            ended = closed.get() && !process.isAlive(); // one look more
        }
        return this;
    }

    /** Waits until its output matches a regular expression; see {@link #awaitOutput(String, Duration)}. For 10 s at most. */
    public NamespaceProcess awaitOutput(String regex) {
        return awaitOutput(regex, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a part of its output matches a regular expression; dots match line ends too, {@code ^} and {@code $} match at
     * every line.
     *
     * <p>Of what it printed before the call the last MiB is looked at, and whatever it prints from then on: if it prints 4 MiB while
     * the expression is being matched, it waits for that.
     *
     * @throws LabException if time runs out or the output ends without a match; the output is in the message
     */
    public NamespaceProcess awaitOutput(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE);
        long deadline = System.nanoTime() + nanos(timeout);
        boolean matched = output.await(text -> pattern.matcher(text).find(), nanos(timeout));
        if (!matched) {
            waitFor(Math.max(0, deadline - System.nanoTime())); // a process ends a moment after its output does
            throw failed("prints [" + regex + "]", timeout, output.hasEnded());
        }
        return this;
    }

    /** Waits until it exits, for 10 s at most, and returns its exit code. */
    public int awaitExit() {
        return awaitExit(DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it exits and its output is read, and returns its exit code. Output that another process still holds open a second
     * later is not waited for.
     *
     * @throws LabException if time runs out; its output is in the message
     */
    public int awaitExit(Duration timeout) {
        long deadline = System.nanoTime() + nanos(timeout);
        if (!waitFor(nanos(timeout))) {
            throw failed("exits", timeout, false);
        }
        long left = deadline - System.nanoTime();
        output.awaitEnd(Math.min(left, LAST_WORDS.toNanos()));
        return process.exitValue();
    }

    private boolean waitFor(long nanos) {
        try {
            return process.waitFor(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            throw interrupted(interrupt);
        }
    }

    private LabException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new LabException("interrupted while waiting for " + this, interrupt);
    }

    /** Of centuries, the most nanoseconds there are. */
    private static long nanos(Duration timeout) {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private LabException failed(String what, Duration timeout, boolean withAllOfIt) {
        String time = TimeUnit.MILLISECONDS.convert(timeout) + " ms";
        String fate = "it still runs after " + time;
        if (!process.isAlive()) {
            fate = "it exited with " + process.exitValue()
                    + (withAllOfIt ? "" : ", and what it left running did not within " + time);
        }
        return new LabException("waited until " + this + " " + what + ", but " + fate + ". " + describeOutput(), null);
    }

    private String describeOutput() {
        String tail = output.tail();
        return tail.isEmpty()
                ? "It printed nothing."
                : "Its last output:" + System.lineSeparator() + tail.indent(2).stripTrailing();
    }

    /**
     * Ends its whole process group: by SIGTERM, and by SIGKILL once the program has exited, or after 3 s, or at once where the calling
     * thread is interrupted. What outlived the program has the 3 s too. Does nothing the second time.
     */
    @Override
    public void close() {
        long killTime = killTime();
        new AllSteps().take(this::askToEnd).take(() -> end(killTime)).finish();
    }

    /** Asks the group to end, unless it has: its number may be another's by then. */
    void askToEnd() {
        if (!closed.get()) {
            outlived = !process.isAlive();
            owner.terminate(this);
        }
    }

    /** When what is asked now to end is to be ended by force, as a moment of {@link System#nanoTime()}. */
    static long killTime() {
        return System.nanoTime() + TERMINATION.toNanos();
    }

    /** Waits until a moment for the end that it was asked for, then forces it on what is left of the group. */
    void end(long killTime) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted() || isInterruptedBeforeEnd(killTime);
        AllSteps steps = new AllSteps()
                .take(() -> owner.kill(this))
                .take(watch::close) // the watchman ends what may be left, and a program that has not begun never does
                .take(() -> output.close(LAST_WORDS.toNanos()))
                .take(() -> owner.ended(this));
        interrupted |= isInterruptedBeforeExit(System.nanoTime() + LAST_WORDS.toNanos());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        steps.finish();
    }

    private boolean isInterruptedBeforeEnd(long deadline) {
        if (!outlived) {
            return isInterruptedBeforeExit(deadline);
        }
        try {
            while (!isDeserted() && System.nanoTime() - deadline < 0) {
                pause();
            }
            return false;
        } catch (InterruptedException interrupt) {
            return true;
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean isInterruptedBeforeExit(long deadline) {
        try {
            process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return false;
        } catch (InterruptedException interrupt) {
            return true;
        }
    }

    /**
     * The program alone, which before setsid is all of its group. Unlike {@link Process}, it can be ended with its output unread.
     */
    ProcessHandle leader() {
        return process.toHandle();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + " (pid " + pid() + ") in namespace " + namespace;
    }

    /** Describes a program to start. Not safe for use by several threads at once. */
    public static final class Builder {

        private final NamespaceProcesses owner;
        private final List<String> command;
        private final Map<String, String> environment = new HashMap<>();
        private @Nullable Path directory;

        Builder(NamespaceProcesses owner, List<String> command) {
            this.owner = owner;
            this.command = command;
        }

        /** Sets an environment variable, in addition to this process's own or in place of one. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Sets the working directory; by default it is this process's own. */
        public Builder directory(Path path) {
            directory = path;
            return this;
        }

        /**
         * Starts it.
         *
         * @throws LabException if there is no such program or directory, or the kernel refuses
         */
        public NamespaceProcess start() {
            return owner.start(command, environment, directory);
        }
    }
}
