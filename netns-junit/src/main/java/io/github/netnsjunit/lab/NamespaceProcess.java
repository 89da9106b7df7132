package io.github.netnsjunit.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs in a namespace. Its standard input is empty; its standard output and error are kept together. It leads a
 * process group of its own, which ends with the lab, and with this Java process, however that ends. A program that leaves the
 * group, as a daemon does, is not ended. Safe for use by several threads.
 */
public final class NamespaceProcess implements AutoCloseable {

    /** How long the {@code await…} methods wait by default: 10 s. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** How long a group may take to end after SIGTERM. */
    private static final Duration TERMINATION = Duration.ofSeconds(3);

    /** How long an end by force, and reading the rest of the output, may take; a program that left the group may hold that open. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** The kernel tells nobody that a port is listened on; to look costs about 0.1 ms. */
    private static final long LOOK_MILLIS = 5;

    private final NamespaceProcesses owner;
    private final String namespace;
    private final List<String> command;
    private final Process process;
    private final ProcessOutput output;
    private final AtomicBoolean closed = new AtomicBoolean();

    NamespaceProcess(NamespaceProcesses owner, String namespace, List<String> command, Process process) {
        this.owner = owner;
        this.namespace = namespace;
        this.command = List.copyOf(command);
        this.process = process;
        this.output =
                new ProcessOutput(process.getInputStream(), "netns " + namespace + " output of " + command.get(0));
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
     * @throws LabException if time runs out or the process exits first; its output is in the message
     */
    public NamespaceProcess awaitListening(int port, Duration timeout) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("[" + port + "] is not a port: ports are 1 to 65535");
        }
        return await("listens on port " + port, timeout, () -> listeningPorts().contains(port));
    }

    private Set<Integer> listeningPorts() {
        try {
            return ListeningPorts.ofProcess(pid());
        } catch (IOException ended) {
            if (process.isAlive()) {
                throw new UncheckedIOException(ended);
            }
            return Set.of();
        }
    }

    /** Waits until its output matches a regular expression; see {@link #awaitOutput(String, Duration)}. For 10 s at most. */
    public NamespaceProcess awaitOutput(String regex) {
        return awaitOutput(regex, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a part of its output matches a regular expression; dots match line ends too, {@code ^} and {@code $} match at
     * every line.
     *
     * @throws LabException if time runs out or the process exits without a match; its output is in the message
     */
    public NamespaceProcess awaitOutput(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE);
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean matched = output.await(text -> pattern.matcher(text).find(), timeout);
        if (!matched) {
            waitFor(Math.max(0, deadline - System.nanoTime())); // a process ends a moment after its output does
            throw failed("prints [" + regex + "]", timeout);
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
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!waitFor(timeout.toNanos())) {
            throw failed("exits", timeout);
        }
        long left = deadline - System.nanoTime();
        output.awaitEnd(Duration.ofNanos(Math.max(0, Math.min(left, LAST_WORDS.toNanos()))));
        return process.exitValue();
    }

    private NamespaceProcess await(String what, Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            boolean exited = waitFor(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            if ((exited && !condition.getAsBoolean()) || System.nanoTime() - deadline >= 0) {
                throw failed(what, timeout);
            }
        }
        return this;
    }

    private boolean waitFor(long nanos) {
        try {
            return process.waitFor(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while waiting for " + this, interrupt);
        }
    }

    private LabException failed(String what, Duration timeout) {
        String fate = process.isAlive()
                ? "it still runs after " + timeout.toMillis() + " ms"
                : "it exited with " + process.exitValue();
        return new LabException("waited until " + this + " " + what + ", but " + fate + ". " + describeOutput(), null);
    }

    private String describeOutput() {
        String tail = output.tail();
        return tail.isEmpty()
                ? "It printed nothing."
                : "Its last output:" + System.lineSeparator() + tail.indent(2).stripTrailing();
    }

    /** Ends its whole process group: by SIGTERM, and after 3 s by SIGKILL. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.get()) {
            long killTime = killTime();
            new AllSteps()
                    .take(() -> owner.terminate(this))
                    .take(() -> end(killTime))
                    .finish();
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
        boolean interrupted = Thread.interrupted() || isInterruptedBeforeExit(killTime - System.nanoTime());
        AllSteps steps = new AllSteps()
                .take(() -> owner.kill(this))
                .take(this::closeWatchPipe) // also ends a group that setsid had not made yet when the signal came
                .take(() -> output.awaitEnd(LAST_WORDS))
                .take(process::destroyForcibly) // closes the output, and loses what is unread: not any earlier
                .take(() -> owner.ended(this));
        interrupted |= isInterruptedBeforeExit(LAST_WORDS.toNanos());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        steps.finish();
    }

    private boolean isInterruptedBeforeExit(long nanos) {
        try {
            process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS);
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

    private void closeWatchPipe() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // the reader has ended: there is nobody left to tell
        }
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
