package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import java.io.IOException;
import java.io.InterruptedIOException;
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
        if (uri.getScheme() == null || !uri.getScheme().matches("(?i)https?") || uri.getAuthority() == null) {
            throw new IllegalArgumentException("not the URL of an HTTP server: " + url);
        }
        if (uri.getHost() == null) {
            String authority = uri.getRawAuthority();
            String remedy = authority.contains("_") ? ": write " + withHyphens(url, authority) : "";
            throw new IllegalArgumentException(
                    "not a host name in a URL, which may have no underscore: " + authority + remedy);
        }
        return new HttpExchange(namespace, url, uri, HttpGet.by(namespace.okHttpClient(), namespace.executor()));
    }

    /** The URL with hyphens for the underscores of the host, which stands behind the slashes and the user. */
    private static String withHyphens(String url, String authority) {
        int start = url.indexOf("//") + 2;
        int host = start + authority.lastIndexOf('@') + 1;
        int end = start + authority.length();
        return url.substring(0, host) + url.substring(host, end).replace('_', '-') + url.substring(end);
    }

    /** Asks; null where an answer came, which {@link #answer} then has. */
    @Nullable
    ErrorMessageFactory failureOf(Patience.Watch watch) {
        Duration timeout = watch.rest();
        try {
            answer = requests.get(url, watch.attempt(), timeout);
            return null;
        } catch (InterruptedIOException late) {
            return failure("no answer came within " + timeout.toMillis() + " ms", timeout);
        } catch (IOException failure) {
            return failure(failure.toString(), timeout);
        }
    }

    /** Asks again, after an answer; empty where none came this time. */
    Optional<HttpAnswer> again(Patience.Watch watch) {
        return failureOf(watch) == null ? Optional.of(answer()) : Optional.empty();
    }

    HttpAnswer answer() {
        if (answer == null) {
            throw new IllegalStateException("there was no answer from " + url);
        }
        return answer;
    }

    private ErrorMessageFactory failure(String words, Duration timeout) {
        Surroundings seen = Surroundings.of(namespace);
        Attempt attempt = Attempt.at(TcpConnect.of(namespace, host(), port()).timeout(timeout));
        return attempt.result() instanceof NotReached result
                ? ShouldReach.shouldReach(seen, new Attempt(host(), "get " + url, result), result)
                : ShouldAnswerHttp.shouldAnswerHttp(seen, url, host(), words);
    }

    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
