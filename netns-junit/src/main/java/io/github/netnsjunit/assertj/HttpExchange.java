package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.error.ErrorMessageFactory;
import org.jspecify.annotations.Nullable;

/** GET requests for one URL and the latest answer. Where none comes, a probe of the server's port finds out why. */
final class HttpExchange {

    private final NetworkNamespace namespace;
    private final String url;
    private final URI uri;
    private final HttpGet requests;
    private @Nullable HttpAnswer answer;

    private HttpExchange(NetworkNamespace namespace, String url, URI uri, HttpGet requests) {
        this.namespace = namespace;
        this.url = url;
        this.uri = uri;
        this.requests = requests;
    }

    static HttpExchange of(NetworkNamespace namespace, String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("not the URL of an HTTP server: " + url);
        }
        try {
            return new HttpExchange(namespace, url, uri, HttpGet.from(namespace));
        } catch (NoClassDefFoundError absent) {
            throw missing(absent);
        }
    }

    /** Asks; null where an answer came, which {@link #answer} then has. */
    @Nullable
    ErrorMessageFactory failureOf(Duration timeout) {
        try {
            answer = requests.get(url, timeout);
            return null;
        } catch (IOException failure) {
            return failure(failure, timeout);
        }
    }

    /** Asks again, after an answer; empty where none came this time. */
    Optional<HttpAnswer> again(Duration timeout) {
        return failureOf(timeout) == null ? Optional.of(answer()) : Optional.empty();
    }

    HttpAnswer answer() {
        if (answer == null) {
            throw new IllegalStateException("there was no answer from " + url);
        }
        return answer;
    }

    private ErrorMessageFactory failure(IOException failure, Duration timeout) {
        Surroundings seen = Surroundings.of(namespace);
        Attempt attempt = Attempt.at(TcpConnect.of(namespace, host(), port()).timeout(timeout));
        return attempt.result() instanceof NotReached result
                ? ShouldReach.shouldReach(seen, new Attempt(host(), "get " + url, result), result)
                : ShouldAnswerHttp.shouldAnswerHttp(seen, url, host(), failure.toString());
    }

    private static IllegalStateException missing(LinkageError absent) {
        return new IllegalStateException(
                "get(url) asks through OkHttp, which is not on the class path. Add com.squareup.okhttp3:okhttp-jvm:5.x"
                        + " to the test dependencies (not okhttp, whose jar is empty under Maven).",
                absent);
    }

    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() != -1 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
