package io.github.netnsjunit.lab.listing;

/**
 * A program in one of a lab's namespaces that was not started by {@code start(...)}, or has left the process group of the one that
 * was. It is ended with the lab.
 *
 * @param namespace the namespace's name
 * @param pid the process's id
 * @param command its name and its arguments, with spaces between them
 */
public record LeftProcess(String namespace, long pid, String command) {

    @Override
    public String toString() {
        return "process " + pid + " [" + command + "] in " + namespace;
    }
}
