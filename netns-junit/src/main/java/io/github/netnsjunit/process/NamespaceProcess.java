package io.github.netnsjunit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that runs in a namespace. Its standard input is empty. Its standard output and error are kept together. It leads a process
 * group, whose other processes may outlive it. The whole group is ended with the lab, and with this Java process, however that ends.
 * A program that leaves the group, as a daemon does, is not ended. Safe for use by several threads.
 *
 * <p>Methods that wait throw {@link io.github.netnsjunit.lab.LabException} if the time runs out, with the program's output in the
 * message.
 */
public interface NamespaceProcess extends AutoCloseable {

    /** How long the {@code await…} methods wait by default: 10 s. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** The program and its arguments. */
    List<String> command();

    /** Its process id, which is also that of its process group. */
    long pid();

    /** Whether the program has not exited yet. */
    boolean isAlive();

    /** What it has printed so far to standard output and error. Only the last 1,048,576 characters are kept. */
    String output();

    /**
     * Its exit code, or 128 plus the number of the signal that ended it.
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
     * Waits until a part of its output matches a regular expression, in which dots match line ends too, and {@code ^} and {@code $}
     * match at every line.
     *
     * <p>The expression is matched against the last 1,048,576 characters that the program printed before the call, and everything that
     * it prints afterwards. If it prints four times as much during one match, it has to wait until that match is finished.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the output ends without a match
     */
    NamespaceProcess awaitOutput(String regex, Duration timeout);

    /** Waits until it exits, for 10 s at most, and returns its exit code. */
    default int awaitExit() {
        return awaitExit(DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it exits and its output is read, and returns its exit code. If another process still holds the output open a second
     * after the exit, the rest of the output is not waited for.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out
     */
    int awaitExit(Duration timeout);

    /**
     * Ends its whole process group. First the group gets SIGTERM. What is left of it gets SIGKILL when the program has exited, or after
     * 3 s, or as soon as the calling thread is interrupted. If the program had exited before the call, its children have the 3 s to end.
     * Does nothing the second time.
     *
     * @throws io.github.netnsjunit.lab.LabException if the kernel refuses
     */
    @Override
    void close();

    /** The description of a program to start. Not safe for use by several threads at once. */
    interface Builder {

        /** Sets an environment variable, in addition to those of this Java process, or in place of one of them. */
        Builder environment(String name, String value);

        /** Sets the working directory. By default it is that of this Java process. */
        Builder directory(Path path);

        /**
         * Starts the program.
         *
         * @throws io.github.netnsjunit.lab.LabException if there is no such program or directory, or the kernel refuses
         */
        NamespaceProcess start();
    }
}
