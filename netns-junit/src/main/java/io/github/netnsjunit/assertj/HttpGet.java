package io.github.netnsjunit.assertj;

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
 * GET requests from inside a namespace, by OkHttp, each on a connection of its own. Redirections are answers like others: they
 * would lead away from what is asked about. It and {@link LentClients} need OkHttp, which is optional.
 */
final class HttpGet {

    /** In bytes, once decompressed: what a server sends without end would fill the memory. */
    static final int LONGEST_BODY = 8 << 20;

    /** How much later than its time a call may end: a look-up of a name heeds no cancellation. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final OkHttpClient client;

    private HttpGet(OkHttpClient client) {
        this.client = client;
    }

    /** Requests by way of a namespace's client, on that one's threads: its namespace gives them up when it is closed. */
    static HttpGet by(OkHttpClient lent) {
        return new HttpGet(lent.newBuilder()
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .readTimeout(Duration.ZERO) // the whole call has its time
                .writeTimeout(Duration.ZERO)
                .build());
    }

    /**
     * Asks once.
     *
     * @param connecting how long a connection may take
     * @param timeout how long all of it may take
     * @throws IOException if no answer came, or one whose body is too long
     * @throws IllegalStateException if the thread is interrupted, which stays flagged; the request is given up
     */
    HttpAnswer get(String url, Duration connecting, Duration timeout) throws IOException {
        Call call = client.newBuilder()
                .connectTimeout(connecting)
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

    /** Hands the outcome of a call over. */
    private record Completion(CompletableFuture<HttpAnswer> answer) implements Callback {

        @Override
        public void onFailure(Call call, IOException failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever it is, somebody waits for it
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
