package io.github.netnsjunit.process;

import java.util.List;

/**
 * How a program ended that was run to its end. Immutable. See {@link io.github.netnsjunit.lab.NetworkNamespace#exec}.
 *
 * @param command the program and its arguments
 * @param exitCode its exit code, or 128 plus the number of the signal that ended it
 * @param output what it printed to standard output and error, in the order in which it was printed. Only the last 1,048,576 characters
 *     are kept
 */
public record ExecResult(List<String> command, int exitCode, String output) {

    /** Copies the command. */
    public ExecResult {
        command = List.copyOf(command);
    }
}
