package io.github.netnsjunit.lab;

/**
 * A thread that is not the lab's own and stands in one of its namespaces; it keeps that namespace alive.
 *
 * @param namespace the namespace's name
 * @param name the thread's name
 * @param stack where it is, as a thread dump prints it
 */
public record LeftThread(String namespace, String name, String stack) {

    @Override
    public String toString() {
        return "thread [" + name + "] in " + namespace + System.lineSeparator()
                + stack.strip().indent(4).stripTrailing();
    }
}
