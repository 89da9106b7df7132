package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.error.ErrorMessageFactory;

/**
 * GET requests for one URL. Where no answer comes, a probe of the server's port finds out why.
 *
 * @param namespace where they come from
 * @param uri of an HTTP or HTTPS server
 */
record HttpExchange(NetworkNamespace namespace, URI uri) {

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
        return new HttpExchange(namespace, uri);
    }

    /** The URL with hyphens for the underscores of the host, which stands behind the slashes and the user. */
    private static String withHyphens(String url, String authority) {
        int start = url.indexOf("//") + 2;
        int host = start + authority.lastIndexOf('@') + 1;
        int end = start + authority.length();
        return url.substring(0, host) + url.substring(host, end).replace('_', '-') + url.substring(end);
    }

    /** Asks once. */
    Reading<HttpAnswer> ask(Patience.Watch watch) {
        long start = System.nanoTime();
        try {
            return Reading.of(HttpGet.by(LentClients.of(namespace)).get(uri.toString(), watch.attempt(), watch.rest()));
        } catch (InterruptedIOException late) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            return Reading.none(failure("no answer came in " + waited.toMillis() + " ms", watch));
        } catch (IOException failure) {
            return Reading.none(failure(failure.toString(), watch));
        }
    }

    private ErrorMessageFactory failure(String words, Patience.Watch watch) {
        Attempt attempt = Attempt.at(TcpConnect.of(namespace, host(), port()).timeout(watch.attempt()));
        ErrorMessageFactory failure = attempt.result() instanceof NotReached result
                ? ShouldReach.shouldReach(namespace.name(), new Attempt(host(), "get " + uri, result), result)
                : ShouldAnswerHttp.shouldAnswerHttp(namespace.name(), uri.toString(), words);
        return Surrounded.onTheWay(namespace, host(), failure);
    }

    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
