package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.assertj.HttpAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends a GET request with OkHttp. Each request has its own connection. A redirect is returned like any other answer: to follow
 * it would lead away from the URL that the assertion is about. This class and {@link OkHttpClients} need OkHttp, which is
 * optional.
 */
final class HttpGet {

    /** In bytes, after decompression. Without a limit, a server that never stops sending would fill the memory. */
    private static final int LONGEST_BODY = 8 << 20;

    /** How much longer than its timeout a call may take: OkHttp cannot cancel the lookup of a name. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** OkHttp knows no zones. So a request to an address with a zone goes to this name, which resolves to the address. */
    private static final String STAND_IN = "address-with-a-zone.invalid";

    private HttpGet() {}

    /**
     * Where a request goes.
     *
     * @param url the URL that a user wrote
     * @param urlOfOkHttp the same with a host that OkHttp accepts
     * @param host the value of the header {@code Host}; null for OkHttp's own
     * @param address the address to connect to; null to look the host up
     */
    record Target(
            String url,
            String urlOfOkHttp,
            @Nullable String host,
            @Nullable InetAddress address) {

        static Target of(String url) {
            return new Target(url, url, null, null);
        }

        /**
         * The target of a URL whose host is a link-local address with a zone, in brackets. The zone means nothing to the server, so the
         * header goes without it.
         */
        static Target withZone(String url, String bracketed, int port, InetAddress address) {
            return new Target(
                    url,
                    url.replace(bracketed, STAND_IN),
                    bracketed.replaceFirst("%.*", "]") + (port == -1 ? "" : ":" + port),
                    address);
        }
    }

    /**
     * Sends one request on the threads of a namespace's client. If the namespace is closed, it cancels the request.
     *
     * @param connectTimeout how long a connection may take
     * @param timeout how long the whole call may take
     * @throws IOException if no answer came, or its body is too long
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set, and the request is cancelled
     */
    static HttpAnswer send(OkHttpClient client, Target target, Duration connectTimeout, Duration timeout)
            throws IOException {
        Request.Builder request = new Request.Builder().url(target.urlOfOkHttp());
        if (target.host() != null) {
            request.header("Host", target.host());
        }
        OkHttpClient.Builder configured = client.newBuilder();
        InetAddress address = target.address();
        if (address != null) {
            configured.dns(host -> List.of(address));
        }
        String url = target.url();
        Call call = configured
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(connectTimeout)
                .readTimeout(Duration.ZERO) // no limit of its own: the timeout of the whole call applies
                .writeTimeout(Duration.ZERO)
                .build()
                .newCall(request.build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        call.enqueue(new Completion(url, answer));
        try {
            return answer.get(TimeUnit.NANOSECONDS.convert(timeout.plus(GRACE)), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException("GET " + url, failure.getCause());
        } catch (TimeoutException stuck) {
            call.cancel();
            InterruptedIOException late = new InterruptedIOException("timeout");
            late.initCause(stuck);
            throw late;
        } catch (InterruptedException interrupt) {
            call.cancel();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during GET " + url, interrupt);
        }
    }

    /** Passes the outcome of a call to the thread that waits for it. */
    private record Completion(String url, CompletableFuture<HttpAnswer> answer) implements Callback {

        @Override
        public void onFailure(Call call, IOException failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever is thrown, a thread waits for the outcome
        public void onResponse(Call call, Response response) {
            try (response) {
                if (response.body().source().request(LONGEST_BODY + 1L)) {
                    throw new IOException("the body is longer than " + (LONGEST_BODY >> 20) + " MiB");
                }
                answer.complete(new HttpAnswer(
                        url,
                        response.code(),
                        response.headers().toMultimap(),
                        response.body().string()));
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        }
    }
}
