package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.AllSteps;
import io.github.netnsjunit.lab.system.Deadline;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A program that was started in a namespace, with the group of processes that it leads. */
final class LiveProcess implements NamespaceProcess {

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
    LiveProcess(
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

    @Override
    public List<String> command() {
        return command;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String output() {
        return output.text();
    }

    @Override
    public int exitCode() {
        if (process.isAlive()) {
            throw new IllegalStateException(this + " has not exited");
        }
        return process.exitValue();
    }

    @Override
    public NamespaceProcess awaitListening(int port, Duration timeout) {
        Ports.check(port);
        Deadline deadline = Deadline.in(timeout);
        boolean ended = false;
        while (!owner.listeningPorts().contains(port)) {
            if (ended || deadline.isOver()) {
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

    @Override
    public NamespaceProcess awaitOutput(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE);
        Deadline deadline = Deadline.in(timeout);
        boolean matched = output.await(text -> pattern.matcher(text).find(), deadline);
        if (!matched) {
            waitFor(deadline); // a process ends a moment after its output does
            throw failed("prints [" + regex + "]", timeout, output.hasEnded());
        }
        return this;
    }

    @Override
    public int awaitExit(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        if (!waitFor(deadline)) {
            throw failed("exits", timeout, false);
        }
        output.awaitEnd(deadline.orIn(LAST_WORDS));
        return process.exitValue();
    }

    private boolean waitFor(Deadline deadline) {
        try {
            return process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            throw interrupted(interrupt);
        }
    }

    private LabException interrupted(InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new LabException("interrupted while waiting for " + this, interrupt);
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

    @Override
    public void close() {
        Deadline killTime = killTime();
        new AllSteps().take(this::askToEnd).take(() -> end(killTime)).finish();
    }

    /** Asks the group to end, unless it has: its number may be another's by then. */
    void askToEnd() {
        if (!closed.get()) {
            outlived = !process.isAlive();
            owner.terminate(this);
        }
    }

    /** When what is asked now to end is to be ended by force. */
    static Deadline killTime() {
        return Deadline.in(TERMINATION);
    }

    /** Waits until a deadline for the end that it was asked for, then forces it on what is left of the group. */
    void end(Deadline killTime) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted() || isInterruptedBeforeEnd(killTime);
        AllSteps steps = new AllSteps()
                .take(() -> owner.kill(this))
                .take(watch::close) // the watchman ends what may be left, and a program that has not begun never does
                .take(() -> output.close(Deadline.in(LAST_WORDS)))
                .take(() -> owner.ended(this));
        interrupted |= isInterruptedBeforeExit(Deadline.in(LAST_WORDS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        steps.finish();
    }

    private boolean isInterruptedBeforeEnd(Deadline deadline) {
        if (!outlived) {
            return isInterruptedBeforeExit(deadline);
        }
        try {
            while (!isDeserted() && !deadline.isOver()) {
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

    private boolean isInterruptedBeforeExit(Deadline deadline) {
        try {
            process.waitFor(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
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
}
