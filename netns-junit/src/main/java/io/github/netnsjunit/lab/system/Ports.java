package io.github.netnsjunit.lab.system;

/** Checks numbers of TCP and UDP ports. */
public final class Ports {

    private Ports() {}

    /**
     * Checks that a number is a port to which one can connect.
     *
     * @throws IllegalArgumentException if the number is not between 1 and 65535
     */
    public static void check(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is between 1 and 65535: " + port);
        }
    }
}
