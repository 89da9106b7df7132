package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.assertj.HttpAnswer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
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

    private HttpGet() {}

    /**
     * Sends one request on the threads of a namespace's client. If the namespace is closed, it cancels the request.
     *
     * @param connectTimeout how long a connection may take
     * @param timeout how long the whole call may take
     * @throws IOException if no answer came, or its body is too long
     * @throws IllegalStateException if the thread is interrupted; its interrupt flag stays set, and the request is cancelled
     */
    static HttpAnswer send(OkHttpClient client, String url, Duration connectTimeout, Duration timeout)
            throws IOException {
        Call call = client.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(connectTimeout)
                .readTimeout(Duration.ZERO) // no limit of its own: the timeout of the whole call applies
                .writeTimeout(Duration.ZERO)
                .build()
                .newCall(new Request.Builder().url(url).build());
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        call.enqueue(new Completion(answer));
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
    private record Completion(CompletableFuture<HttpAnswer> answer) implements Callback {

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
                        call.request().url().toString(),
                        response.code(),
                        response.headers().toMultimap(),
                        response.body().string()));
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            }
        }
    }
}
