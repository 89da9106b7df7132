package io.github.netnsjunit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends bytes over TCP from one namespace to another. */
final class Transfer {

    private Transfer() {}

    /** Sends that many bytes to port 8080 of the first address of a namespace. */
    static void of(int bytes, NetworkNamespace from, NetworkNamespace to) throws Exception {
        try (ServerSocket server = to.serverSocketFactory().createServerSocket(8080);
                Socket client = from.socketFactory().createSocket(to.address(), 8080)) {
            Thread sender = new Thread(() -> write(client, bytes));
            sender.start();
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().readNBytes(bytes)).hasSize(bytes);
            }
            sender.join();
        }
    }

    private static void write(Socket client, int bytes) {
        try {
            client.getOutputStream().write(new byte[bytes]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
