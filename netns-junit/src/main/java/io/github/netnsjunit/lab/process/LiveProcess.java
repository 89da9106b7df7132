package io.github.netnsjunit.lab.process;

import static java.util.Objects.requireNonNullElse;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.system.Ports;
import io.github.netnsjunit.lab.waiting.AllSteps;
import io.github.netnsjunit.lab.waiting.Deadline;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A program that was started in a namespace, with the process group that it leads. */
final class LiveProcess implements NamespaceProcess {

    /** How long output that is there already may be searched, even if less time is given: a search in vain proves nothing. */
    private static final Duration SHORTEST_SEARCH = Duration.ofSeconds(1);

    private final NamespaceProcesses owner;
    private final String namespace;
    private final List<String> command;
    private final Process process;
    private final ProcessGroup group;
    private final Pipes pipes;
    private final ProcessEnd end;
    private final ProcessOutput output;
    private final long started;

    /**
     * The ends of pipes that this Java process holds.
     *
     * @param kill when it closes, the group is killed
     * @param output from which the output is read
     * @param input null if the standard input is empty
     */
    record Pipes(
            Descriptor kill, FileChannel output, @Nullable ProcessInput input) {

        void close() {
            AllSteps steps = new AllSteps().take(kill::close);
            if (input != null) {
                steps.take(input::close);
            }
            steps.finish();
        }
    }

    /**
     * For a process that waits for {@link #begin}. This object closes the pipes.
     *
     * @param started how many programs had been started, this one included
     */
    LiveProcess(
            NamespaceProcesses owner,
            String namespace,
            NamespaceProcesses.Start start,
            long started,
            Process process,
            Pipes pipes) {
        this.owner = owner;
        this.namespace = namespace;
        this.command = List.copyOf(start.command());
        this.started = started;
        this.process = process;
        this.pipes = pipes;
        this.group = new ProcessGroup(process.pid());
        this.end = new ProcessEnd(owner, this, process, group, pipes, start.plan());
        this.output = new ProcessOutput(
                Channels.newInputStream(pipes.output()),
                "netns " + namespace + " output of " + command.get(0),
                end::releaseIfGroupEnded);
    }

    /** Lets the program run. */
    void begin() {
        try (OutputStream input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException ended) {
            // The process was ended before it began: its lab was closed, or somebody sent it a signal.
        }
    }

    /** The name of the namespace. */
    String namespace() {
        return namespace;
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
            throw new IllegalStateException(this + " has not exited: awaitExit() waits until it has");
        }
        return process.exitValue();
    }

    @Override
    public NamespaceProcess awaitListening(int port, Duration timeout) {
        return awaitListening(ServerSockets.Protocol.TCP, port, timeout);
    }

    @Override
    public NamespaceProcess awaitListeningUdp(int port, Duration timeout) {
        return awaitListening(ServerSockets.Protocol.UDP, port, timeout);
    }

    private NamespaceProcess awaitListening(ServerSockets.Protocol protocol, int port, Duration timeout) {
        Ports.check(port);
        Deadline deadline = Deadline.in(timeout);
        boolean ended = false;
        while (true) {
            ServerSockets sockets = owner.serverSockets(protocol, port);
            if (!sockets.isEmpty() && group.has(sockets)) {
                return this;
            }
            if (ended || deadline.isOver()) {
                String whose = sockets.isEmpty()
                        ? ""
                        : capitalized(protocol.port(port)) + " belongs to another process: " + sockets.describeOwner()
                                + ". ";
                throw failed("listens on " + protocol.port(port), timeout, ended, whose);
            }
            try {
                ProcessEnd.pause();
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            }
            ended = hasEnded(); // then the port is checked once more
        }
    }

    @Override
    public NamespaceProcess awaitHttp(String url, Duration timeout) {
        HttpReadiness readiness = HttpReadiness.of(url, owner.threads());
        Deadline deadline = Deadline.in(timeout);
        String last = null;
        while (true) {
            boolean ended = hasEnded(); // asked first: if it has not ended, what answers may be this process
            Optional<String> reason = readiness.reasonAgainst(deadline);
            if (reason.isEmpty() && !ended) {
                return this;
            }
            if (ended || deadline.isOver()) {
                // What was cut off by the deadline tells less than what came before.
                String more = reason.isEmpty()
                        ? "Another process answers. "
                        : "At last: " + requireNonNullElse(last, reason.get()) + ". ";
                throw failed("answers at " + url, timeout, ended, more);
            }
            last = reason.orElseThrow();
            try {
                ProcessEnd.pause();
            } catch (InterruptedException interrupt) {
                throw interrupted(interrupt);
            }
        }
    }

    private boolean hasEnded() {
        return end.isOver() && !process.isAlive();
    }

    @Override
    public NamespaceProcess writeLine(String line) {
        ProcessInput input = input();
        String failure = "";
        try {
            if (process.isAlive()) { // if not, the pipe may still take what nobody will read
                input.writeLine(line);
                return this;
            }
        } catch (IOException refused) {
            waitFor(Deadline.in(ProcessEnd.KILLING)); // it has ended, mostly
            failure = ": " + refused.getMessage();
        }
        throw new LabException(
                "could not write [" + line + "] to " + this + failure + ". "
                        + (process.isAlive() ? "" : "It exited with " + process.exitValue() + ". ") + describeOutput(),
                null);
    }

    @Override
    public NamespaceProcess closeInput() {
        input().close();
        return this;
    }

    private ProcessInput input() {
        ProcessInput input = pipes.input();
        if (input == null) {
            throw new IllegalStateException(
                    "the standard input of " + this + " is empty: start it with process(...).withInput().start()");
        }
        return input;
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    @Override
    public NamespaceProcess awaitOutput(String regex, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        OutputSearch search = new OutputSearch(
                regex, timeout.compareTo(SHORTEST_SEARCH) < 0 ? Deadline.in(SHORTEST_SEARCH) : deadline);
        if (!output.await(search, deadline)) {
            waitFor(deadline); // a process ends a moment after its output does
            boolean ended = output.hasEnded();
            throw search.isStopped()
                    ? failed(
                            "prints [" + regex + "]",
                            timeout,
                            ended,
                            "The time ran out while the expression was matched, so the output may contain a match. ",
                            new TimeoutException("the matching took too long"))
                    : failed("prints [" + regex + "]", timeout, ended, "");
        }
        return this;
    }

    @Override
    public int awaitExit(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        if (!waitFor(deadline)) {
            throw failed(
                    "exits",
                    timeout,
                    false,
                    "awaitExit(Duration) gives it more time, as assertThat(process).within(Duration).hasExited(code) does. ");
        }
        output.awaitEnd(deadline.orIn(ProcessEnd.KILLING));
        owner.programEnded();
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

    /**
     * @param groupEnded whether the children of the program have ended too, as far as is known
     * @param more a sentence with a space at its end, or nothing
     */
    private LabException failed(String awaited, Duration timeout, boolean groupEnded, String more) {
        return failed(awaited, timeout, groupEnded, more, null);
    }

    private LabException failed(
            String awaited, Duration timeout, boolean groupEnded, String more, @Nullable Throwable cause) {
        String time = TimeUnit.MILLISECONDS.convert(timeout) + " ms";
        String found = "it still runs after " + time;
        if (!process.isAlive()) {
            found = "it exited with " + process.exitValue()
                    + (groupEnded ? "" : ", and what it left running did not within " + time);
        }
        return new LabException(
                "waited until " + this + " " + awaited + ", but " + found + ". " + more + describeOutput(), cause);
    }

    private String describeOutput() {
        String tail = output.tail();
        return tail.isEmpty()
                ? "It printed nothing."
                : "Its last output:" + System.lineSeparator() + tail.indent(2).stripTrailing();
    }

    /** How many programs had been started when this one was, itself included. */
    long started() {
        return started;
    }

    /** Asks the group to end, once. Does nothing if it has ended. */
    void terminate() {
        end.ask();
    }

    /** How and when it ends. */
    ProcessEnd end() {
        return end;
    }

    /** Waits for the end of the group, then kills what is left of it. Asks it to end first, if that has not been done. */
    @Override
    public void close() {
        new AllSteps().take(end::ask).take(() -> end.finish(output)).finish();
    }

    /**
     * The program without its children. It is returned as a handle because ending a {@link Process} would also discard its output.
     */
    ProcessHandle leader() {
        return process.toHandle();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + " (pid " + pid() + ") in namespace " + namespace;
    }
}
