package io.github.netnsjunit.lab.escape;

/**
 * A server that nobody inside reaches, because it listens somewhere else.
 *
 * @param port on which it listens
 * @param description what it is and where, such as {@code a TCP server on 0.0.0.0:8080 in the host's namespace}
 */
public record OutsideServer(int port, String description) {

    static OutsideServer of(OutsideSocket socket) {
        return new OutsideServer(socket.local().getPort(), socket.what() + " in " + socket.place());
    }
}
