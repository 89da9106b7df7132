package io.github.netnsjunit.lab.inside;

import io.github.netnsjunit.lab.waiting.Outside;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client inside a namespace. It opens its channels on the thread that sends or on a thread of its executor; here
 * both are pinned to the namespace. The thread of its selector is started outside. It opens no channel, and if it were inside
 * it would keep the namespace alive.
 */
public final class NamespaceHttpClient extends HttpClient {

    private final NamespaceThreads threads;
    private final ExecutorService pinned;
    private final HttpClient client;

    private NamespaceHttpClient(NamespaceThreads threads) {
        this.threads = threads;
        this.pinned = threads.newPool();
        this.client = Outside.call(() -> HttpClient.newBuilder()
                .executor(pinned)
                .proxy(HttpClient.Builder.NO_PROXY) // the proxy of the machine cannot be reached from inside
                .build());
    }

    public static HttpClient client(NamespaceThreads threads) {
        return new NamespaceHttpClient(threads);
    }

    /** Ends a client. Before JDK 21 this does nothing: there the selector ends when the client is garbage-collected. */
    public static void shutDown(HttpClient client) {
        Shutdown.now(((NamespaceHttpClient) client).client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Callable<HttpResponse<T>> send = () -> client.send(request, handler);
        try {
            return threads.call(send);
        } catch (IOException | InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception impossible) { // send() declares no other exceptions
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Sends and waits on a pinned thread. The JDK's own sendAsync uses the common pool: its threads would be started
     * inside the namespace and keep it alive.
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> response = new CompletableFuture<>();
        FutureTask<HttpResponse<T>> sending = new FutureTask<>(() -> client.send(request, handler)) {
            @Override
            protected void done() {
                if (isCancelled()) {
                    response.cancel(false);
                    return;
                }
                try {
                    response.complete(get());
                } catch (ExecutionException failure) {
                    response.completeExceptionally(failure.getCause());
                } catch (InterruptedException impossible) { // get() does not wait here
                    throw new IllegalStateException(impossible);
                }
            }
        };
        try {
            pinned.execute(sending);
        } catch (RejectedExecutionException refused) {
            return CompletableFuture.failedFuture(
                    refused.getCause() != null
                            ? refused.getCause()
                            : new IllegalStateException("namespace [" + threads.name() + "] is closed", refused));
        }
        var unused = response.whenComplete((answer, failure) -> {
            if (response.isCancelled()) {
                sending.cancel(true);
            }
        });
        return response;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        if (pushes != null) {
            throw new UnsupportedOperationException(
                    "a push handler would make the JDK use a pool of its own, whose threads would be born inside and"
                            + " stay there: send without one");
        }
        return sendAsync(request, handler);
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        throw new UnsupportedOperationException(
                "a WebSocket is opened by the thread that builds it: use namespace.okHttpClient().newWebSocket(...),"
                        + " which opens it inside");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    /** {@code HttpClient.shutdownNow()}, which Java 17 does not have. */
    private static final class Shutdown {

        private static final @Nullable MethodHandle SHUTDOWN_NOW = findShutdownNow();

        private static @Nullable MethodHandle findShutdownNow() {
            try {
                return MethodHandles.publicLookup()
                        .findVirtual(HttpClient.class, "shutdownNow", MethodType.methodType(void.class));
            } catch (NoSuchMethodException beforeJava21) {
                return null;
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        static void now(HttpClient client) {
            if (SHUTDOWN_NOW == null) {
                return;
            }
            try {
                SHUTDOWN_NOW.invoke(client);
            } catch (Throwable failure) {
                throw new IllegalStateException("the JDK's HTTP client does not shut down", failure);
            }
        }
    }
}
