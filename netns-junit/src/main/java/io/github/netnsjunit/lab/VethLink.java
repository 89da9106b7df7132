package io.github.netnsjunit.lab;

import static java.util.Objects.requireNonNull;

/**
 * A pair of virtual Ethernet interfaces: what goes into one comes out of the other (veth(4)).
 *
 * @param left one end
 * @param right the other
 */
public record VethLink(End left, End right) {

    public VethLink {
        requireNonNull(left, "left");
        requireNonNull(right, "right");
    }

    @Override
    public String toString() {
        return "veth pair " + left + " - " + right;
    }
}
