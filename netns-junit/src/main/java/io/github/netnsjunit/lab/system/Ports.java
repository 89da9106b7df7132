package io.github.netnsjunit.lab.system;

/** The numbers of TCP and UDP ports. */
public final class Ports {

    private static final int LAST = 65_535;

    private Ports() {}

    /**
     * Throws if a number is no port that something can be reached at.
     *
     * @throws IllegalArgumentException if it is not between 1 and 65535
     */
    public static void check(int port) {
        if (port < 1 || port > LAST) {
            throw new IllegalArgumentException("a port is between 1 and 65535: " + port);
        }
    }
}
