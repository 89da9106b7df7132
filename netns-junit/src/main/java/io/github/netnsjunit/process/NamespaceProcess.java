package io.github.netnsjunit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A program that runs in a namespace. Its standard input is empty, unless it was started {@linkplain Builder#withInput() with input}. Its
 * standard output and error are kept together. It leads a process
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
     * Its exit code, or 128 plus the number of the signal that ended it. {@link #awaitExit()} waits for it.
     *
     * @throws IllegalStateException if it has not exited
     */
    int exitCode();

    /** Waits until it listens on a TCP port; see {@link #awaitListening(int, Duration)}. For 10 s at most. */
    default NamespaceProcess awaitListening(int port) {
        return awaitListening(port, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it or another process of its group listens on a TCP port, at whatever address. A server that leaves the group, as a
     * daemon does, is not found: let it run in the foreground.
     *
     * @param port 1 to 65535
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the group ends first. If another process listens on the port,
     *     the message names it
     */
    NamespaceProcess awaitListening(int port, Duration timeout);

    /** Waits until it can receive at a UDP port; see {@link #awaitListeningUdp(int, Duration)}. For 10 s at most. */
    default NamespaceProcess awaitListeningUdp(int port) {
        return awaitListeningUdp(port, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it or another process of its group can receive from anybody at a UDP port: it has bound a socket to the port, and has
     * not connected that to a peer. The rest is as with {@link #awaitListening(int, Duration)}.
     *
     * @param port 1 to 65535
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the group ends first
     */
    NamespaceProcess awaitListeningUdp(int port, Duration timeout);

    /** Waits until a URL answers; see {@link #awaitHttp(String, Duration)}. For 10 s at most. */
    default NamespaceProcess awaitHttp(String url) {
        return awaitHttp(url, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a URL, asked from inside the namespace, answers with a status below 400. Redirects are not followed. Who answers is not
     * known: if this group ends meanwhile, the waiting fails.
     *
     * @param url such as {@code http://localhost:8080/health}; its scheme must be http
     * @throws io.github.netnsjunit.lab.LabException if time runs out or the group ends first. The message tells the last answer
     */
    NamespaceProcess awaitHttp(String url, Duration timeout);

    /** Waits until its output matches a regular expression; see {@link #awaitOutput(String, Duration)}. For 10 s at most. */
    default NamespaceProcess awaitOutput(String regex) {
        return awaitOutput(regex, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a part of its output matches a regular expression, in which dots match line ends too, and {@code ^} and {@code $}
     * match at every line. Where a line is not finished yet, {@code $} matches only when the output has ended or the time is up.
     *
     * <p>Each call searches the last 1,048,576 characters that the program printed before the call, and everything that it prints
     * afterwards. So what an earlier call has found is found again, at once, and lines may be awaited in any order. To wait for the
     * second {@code ready}, await {@code ready.*ready}.
     *
     * <p>During a call the search goes on from where it stood: what cannot become a match is not looked at again. With a usual expression
     * the time is linear in what is printed, also with {@code .*} before, between and after its words. Expressions exist that take much
     * longer, such as {@code (.*a){20}b}; the call still ends in time, or within a second if less time is given. A match may
     * extend over 1,048,576 characters, and any number where {@code .*} is. If the program prints four times as much during one look, it has to wait until the look ends.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out, the output ends without a match, or the thread is interrupted. Its
     *     cause is a {@link java.util.concurrent.TimeoutException} if the matching itself took too long
     * @throws java.util.regex.PatternSyntaxException if it is no regular expression
     * @throws IllegalArgumentException if Java exhausts the stack when it matches the expression
     */
    NamespaceProcess awaitOutput(String regex, Duration timeout);

    /** Waits until it exits, for 10 s at most, and returns its exit code. */
    default int awaitExit() {
        return awaitExit(DEFAULT_TIMEOUT);
    }

    /**
     * Waits until it exits and its output is read, and returns its exit code. If another process still holds the output open a second
     * after the exit, the rest of the output is not waited for. To assert how it ends, use
     * {@code NetnsAssertions.assertThat(process).hasExited(code)}, which shows the output if it ends otherwise.
     *
     * @throws io.github.netnsjunit.lab.LabException if time runs out
     */
    int awaitExit(Duration timeout);

    /**
     * Writes a line to its standard input, in the encoding of this Java process. Waits while the program has not read what was written
     * before, if that is more than a pipe holds.
     *
     * @throws io.github.netnsjunit.lab.LabException if it has exited or closed its input; the message has its last output
     * @throws IllegalStateException if it was not started {@linkplain Builder#withInput() with input}
     */
    NamespaceProcess writeLine(String line);

    /**
     * Lets it read the end of its standard input. Does nothing the second time.
     *
     * @throws IllegalStateException if it was not started {@linkplain Builder#withInput() with input}
     */
    NamespaceProcess closeInput();

    /**
     * Ends its whole process group. First the group gets SIGTERM, or what {@link Builder#stopWith} says. What is left of it gets SIGKILL
     * when the program has exited, or after 3 s, or as soon as the calling thread is interrupted. If the program had exited before the call, its children have the 3 s to end.
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

        /** Lets its standard input be a pipe, which {@link #writeLine} writes to. By default it is empty. */
        Builder withInput();

        /**
         * Sets the signals that ask its group to end, in place of SIGTERM: each one if the program has not exited some time after the one
         * before, and SIGKILL at last. PostgreSQL, for example, ends at once with SIGINT, and with SIGTERM when its clients have gone.
         *
         * @throws IllegalArgumentException if there are none
         */
        Builder stopWith(Signal... signals);

        /**
         * Sets how long it may take to exit after each of these signals; by default 3 s.
         *
         * @throws IllegalArgumentException if the time is negative
         */
        Builder stopWithin(Duration patience);

        /**
         * Sets when it is ended, among the programs of a lab that is closed: those with a lower order first, and of those with the same order
         * the last started one first. By default the order is 0. Each is asked to end when the one before has ended;
         * if one takes too long, all others are asked at once. Programs of a namespace that is taken away from a running lab are all asked
         * at once.
         */
        Builder stopOrder(int order);

        /**
         * Starts the program.
         *
         * @throws io.github.netnsjunit.lab.LabException if there is no such program or directory, or the kernel refuses
         */
        NamespaceProcess start();

        /** Runs the program to its end; see {@link #exec(Duration)}. For 10 s at most. */
        default ExecResult exec() {
            return exec(DEFAULT_TIMEOUT);
        }

        /**
         * Runs the program until it exits, and returns its exit code and output. Its standard input is empty. Then its process group is
         * ended, as {@link NamespaceProcess#close()} says, with what the program has left running there: use {@link #start()} for a
         * server.
         *
         * @throws io.github.netnsjunit.lab.LabException if there is no such program or directory, the kernel refuses, the time runs out,
         *     or the thread is interrupted. The group is ended then too
         */
        ExecResult exec(Duration timeout);
    }
}
