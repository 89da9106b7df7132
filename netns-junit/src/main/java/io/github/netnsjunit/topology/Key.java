package io.github.netnsjunit.topology;

import org.jspecify.annotations.Nullable;

/**
 * Identifies something that only one part of a topology may declare, such as an interface with a certain name in a certain namespace.
 * Keys are values: equal keys identify the same thing. {@code toString()} is its name in messages, such as
 * {@code interface [eth0] of namespace [a]}. A kind of part may have its own kind of key.
 */
public interface Key {

    /** The name of the namespace that it is in. */
    String namespace();

    /** The mistake if two parts declare it and say different things of it. */
    default String taken() {
        return "the " + this + " is said otherwise too";
    }

    /** The mistake if a part needs it and no part declares it. */
    default String missing() {
        return "there is no " + this;
    }

    /**
     * A network namespace.
     *
     * @param namespace its name
     */
    record Namespace(String namespace) implements Key {

        @Override
        public String taken() {
            return "there is already a namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "namespace [" + namespace + "]";
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Namespace that && namespace.equals(that.namespace);
        }

        @Override
        public int hashCode() {
            return namespace.hashCode();
        }
    }

    /**
     * An interface.
     *
     * @param namespace the name of its namespace
     * @param name its own name
     */
    record Link(String namespace, String name) implements Key {

        /** The loopback interface of a namespace. */
        public static Link loopback(String namespace) {
            return new Link(namespace, "lo");
        }

        /** Whether it is the loopback interface, which the kernel makes itself. */
        public boolean isLoopback() {
            return name.equals("lo");
        }

        /** Its short name, for messages that name several interfaces: {@code a:eth0}. */
        public String path() {
            return namespace + ":" + name;
        }

        @Override
        public String taken() {
            return "there is already an interface [" + name + "] in namespace [" + namespace + "]";
        }

        @Override
        public String missing() {
            return "there is no interface [" + name + "] in namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "interface [" + name + "] of namespace [" + namespace + "]";
        }

        // By hand: what Java generates for a record takes a young JVM long to link.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Link that && namespace.equals(that.namespace) && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return 31 * namespace.hashCode() + name.hashCode();
        }
    }
}
