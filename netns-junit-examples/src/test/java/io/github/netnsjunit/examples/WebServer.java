package io.github.netnsjunit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetSocketAddress;

/**
 * The JDK's own web server in a network namespace. It answers {@code Hello from NAME}. Its socket is made inside the
 * namespace and so belongs to it. The thread of the server is outside.
 */
public final class WebServer implements AutoCloseable {

    private final HttpServer server;
    private final String url;
    private final String greeting;

    private WebServer(HttpServer server, String url, String greeting) {
        this.server = server;
        this.url = url;
        this.greeting = greeting;
    }

    /** Starts a server that listens at one address and port of a namespace. */
    public static WebServer in(NetworkNamespace namespace, String address, int port) throws Exception {
        String greeting = "Hello from " + namespace.name();
        byte[] body = greeting.getBytes(UTF_8);
        HttpServer server = namespace.call(() -> HttpServer.create(new InetSocketAddress(address, port), 0));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return new WebServer(server, "http://" + address + ":" + port + "/", greeting);
    }

    /** The URL at which it answers. */
    public String url() {
        return url;
    }

    /** The page that it answers with. */
    public String greeting() {
        return greeting;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
