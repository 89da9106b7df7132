package io.github.netnsjunit.lab;

/**
 * A live veth pair.
 *
 * @param left one end
 * @param right the other
 */
public record Cable(CableEnd left, CableEnd right) {

    /**
     * The end that is in a namespace; the left one if both are.
     *
     * @throws IllegalArgumentException if neither is
     */
    public CableEnd in(NetworkNamespace namespace) {
        if (left.namespace() == namespace) {
            return left;
        }
        if (right.namespace() == namespace) {
            return right;
        }
        throw new IllegalArgumentException("no end of " + this + " stands in " + namespace);
    }

    @Override
    public String toString() {
        return left + " - " + right;
    }
}
