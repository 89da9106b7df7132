package io.github.netnsjunit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetSocketAddress;

/**
 * The JDK's own web server in a network namespace: it answers {@code Hello from NAME}. Its socket is made inside and so belongs
 * there for life; its thread stays outside.
 */
public final class WebServer implements AutoCloseable {

    private final HttpServer server;

    private WebServer(HttpServer server) {
        this.server = server;
    }

    /** Starts it at a port of all addresses of the namespace. */
    public static WebServer in(NetworkNamespace namespace, int port) throws Exception {
        return in(namespace, "0.0.0.0", port);
    }

    /** Starts it at a port of one address. */
    public static WebServer in(NetworkNamespace namespace, String address, int port) throws Exception {
        byte[] body = greetingOf(namespace).getBytes(UTF_8);
        HttpServer server = namespace.call(() -> HttpServer.create(new InetSocketAddress(address, port), 0));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new WebServer(server);
    }

    /** What a server in a namespace answers. */
    public static String greetingOf(NetworkNamespace namespace) {
        return "Hello from " + namespace.name();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
