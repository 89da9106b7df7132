package io.github.netnsjunit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that runs in a namespace. Its standard input is empty; its standard output and error are kept together. It leads a
 * process group of its own, which may outlive it, and which ends with the lab, and with this Java process, however that ends. A
 * program that leaves the group, as a daemon does, is not ended. Safe for use by several threads.
 *
 * <p>What waits throws {@link io.github.netnsjunit.lab.LabException} if time runs out, with the program's output in the message.
 */
public interface NamespaceProcess extends AutoCloseable {

    /** How long the {@code await…} methods wait by default: 10 s. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** The program and its arguments. */
    List<String> command();

    /** Its process id, which is also that of its process group. */
    long pid();

    /** Whether it has not exited yet. */
    boolean isAlive();

    /** What it has printed so far to standard output and error; if that is more than 1 MiB, its end. */
    String output();

    /**
     * Its exit code; 128 plus the signal's number if a signal ended it.
     *
     * @throws IllegalStateException if it has not exited
     */
    int exitCode();

    /** Waits until something in its namespace listens on a TCP port, for 10 s at most. */
    default NamespaceProcess awaitListening(int port) {
        return awaitListening(port, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until something in its namespace listens on a TCP port.
     *
     * @param port 1 to 65535
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the group ends first
     */
    NamespaceProcess awaitListening(int port, Duration timeout);

    /** Waits until its output matches a regular expression; see {@link #awaitOutput(String, Duration)}. For 10 s at most. */
    default NamespaceProcess awaitOutput(String regex) {
        return awaitOutput(regex, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a part of its output matches a regular expression; dots match line ends too, {@code ^} and {@code $} match at
     * every line.
     *
     * <p>Of what it printed before the call the last MiB is looked at, and whatever it prints from then on: if it prints 4 MiB while
     * the expression is being matched, it waits for that.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the output ends without a match
     */
    NamespaceProcess awaitOutput(String regex, Duration timeout);

    /** Waits until it exits, for 10 s at most, and returns its exit code. */
    default int awaitExit() {
        return awaitExit(DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it exits and its output is read, and returns its exit code. Output that another process still holds open a second
     * later is not waited for.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out
     */
    int awaitExit(Duration timeout);

    /**
     * Ends its whole process group: by SIGTERM, and by SIGKILL once the program has exited, or after 3 s, or at once where the calling
     * thread is interrupted. What outlived the program has the 3 s too. Does nothing the second time.
     *
     * @throws io.github.netnsjunit.lab.LabException if the kernel refuses
     */
    @Override
    void close();

    /** Describes a program to start. Not safe for use by several threads at once. */
    interface Builder {

        /** Sets an environment variable, in addition to this process's own or in place of one. */
        Builder environment(String name, String value);

        /** Sets the working directory; by default it is this process's own. */
        Builder directory(Path path);

        /**
         * Starts it.
         *
         * @throws io.github.netnsjunit.lab.LabException if there is no such program or directory, or the kernel refuses
         */
        NamespaceProcess start();
    }
}
