package io.github.netnsjunit.assertj;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
     * @throws IOException if no answer came
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
            return answer.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException unanswered) {
                throw unanswered;
            }
            throw new IllegalStateException("GET " + url, failure.getCause());
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
        public void onResponse(Call call, Response response) {
            try (response) {
                answer.complete(new HttpAnswer(
                        call.request().url().toString(),
                        response.code(),
                        response.headers().toMultimap(),
                        response.body().string()));
            } catch (IOException | RuntimeException failure) {
                answer.completeExceptionally(failure);
            }
        }
    }
}
