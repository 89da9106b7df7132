package io.github.netnsjunit.topology;

/**
 * What one part alone may say in a topology, such as that there is an interface with a certain name in a certain namespace. Keys are
 * values: equal keys mean the same thing. {@code toString()} is how a message calls it: {@code interface [eth0] of namespace [a]}.
 * A kind of part may have a kind of key of its own.
 */
public interface Key {

    /** The name of the namespace that it is in. */
    String namespace();

    /** What is wrong where a part says it again, and differently. */
    default String taken() {
        return "the " + this + " is said otherwise too";
    }

    /** What is wrong where a part needs it, and no part says it. */
    default String missing() {
        return "there is no " + this;
    }

    /**
     * A network namespace.
     *
     * @param namespace its name
     */
    record Host(String namespace) implements Key {

        @Override
        public String taken() {
            return "there is already a namespace [" + namespace + "]";
        }

        @Override
        public String toString() {
            return "namespace [" + namespace + "]";
        }
    }

    /**
     * An interface.
     *
     * @param namespace the name of its namespace
     * @param name its own name
     */
    record Link(String namespace, String name) implements Key {

        /** How messages that speak of many interfaces call it: {@code a:eth0}. */
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
    }
}
