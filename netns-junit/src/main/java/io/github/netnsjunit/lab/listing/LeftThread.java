package io.github.netnsjunit.lab.listing;

/**
 * A thread that a test's code left inside one of a lab's namespaces. The namespace exists for as long as the thread lives.
 *
 * @param namespace the namespace's name
 * @param name the thread's name
 * @param stack its stack, as a thread dump prints it
 */
public record LeftThread(String namespace, String name, String stack) {

    @Override
    public String toString() {
        return "thread [" + name + "] in " + namespace + System.lineSeparator()
                + stack.strip().indent(4).stripTrailing();
    }
}
