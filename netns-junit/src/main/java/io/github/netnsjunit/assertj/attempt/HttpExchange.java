package io.github.netnsjunit.assertj.attempt;

import io.github.netnsjunit.assertj.HttpAnswer;
import io.github.netnsjunit.assertj.error.HttpMessages;
import io.github.netnsjunit.assertj.error.MessageWithSnapshot;
import io.github.netnsjunit.assertj.error.ReachabilityMessages;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Reachability.NotReached;
import io.github.netnsjunit.probe.TcpConnect;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.error.ErrorMessageFactory;

/**
 * GET requests for one URL. If no answer comes, a probe of the server's port finds out why.
 *
 * @param namespace the namespace that sends the requests
 * @param uri an HTTP or HTTPS URL
 */
public record HttpExchange(NetworkNamespace namespace, URI uri) {

    /**
     * Makes the exchange for a URL.
     *
     * @throws IllegalArgumentException if it is not an HTTP or HTTPS URL with a host name that Java accepts
     */
    public static HttpExchange of(NetworkNamespace namespace, String url) {
        URI uri = URI.create(url);
        if (uri.getScheme() == null || !uri.getScheme().matches("(?i)https?") || uri.getAuthority() == null) {
            throw new IllegalArgumentException("not the URL of an HTTP server: " + url);
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(noHost(url, uri.getRawAuthority()));
        }
        return new HttpExchange(namespace, uri);
    }

    private static String noHost(String url, String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        if (host.indexOf(':') != host.lastIndexOf(':')) {
            return "an IPv6 address stands in brackets in a URL, as in http://[fd00::1]:80/: " + url;
        }
        if (host.contains("%")) {
            return "only an IPv6 address in brackets may have an interface after it, as in http://[fe80::1%eth0]/: "
                    + url;
        }
        if (host.contains("_")) {
            return "not a host name in a URL, which may have no underscore: " + authority + ": write "
                    + withHyphens(url, authority);
        }
        return "not a host name in a URL, whose last part begins with a letter, nor an IPv4 address: " + authority;
    }

    /**
     * Replaces the underscores in the host name by hyphens. The host name follows the two slashes and the user, if there is one.
     */
    private static String withHyphens(String url, String authority) {
        int start = url.indexOf("//") + 2;
        int host = start + authority.lastIndexOf('@') + 1;
        int end = start + authority.length();
        return url.substring(0, host) + url.substring(host, end).replace('_', '-') + url.substring(end);
    }

    /** Sends one request. */
    public Observation<HttpAnswer> ask(TimeLimit.Countdown countdown) {
        long start = System.nanoTime();
        try {
            return Observation.of(HttpGet.send(
                    OkHttpClients.of(namespace), request(), countdown.attemptTimeout(), countdown.remainingTimeout()));
        } catch (InterruptedIOException timeout) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            return failure(countdown, "no answer came in " + waited.toMillis() + " ms", true);
        } catch (IOException failure) {
            return failure(countdown, failure.toString(), false);
        }
    }

    /**
     * Makes the failure: that the host is not reached, or else that it is, but did not answer.
     *
     * @param lost whether packets may be lost on the way though connections are accepted
     */
    private Observation<HttpAnswer> failure(TimeLimit.Countdown countdown, String detail, boolean lost) {
        Attempt attempt = Attempt.send(TcpConnect.of(namespace, host(), port()).timeout(countdown.attemptTimeout()));
        if (attempt.result() instanceof NotReached notReached) {
            return Observation.absent(attempt.withSnapshot(
                    ReachabilityMessages.shouldReach(namespace.name(), "get " + uri, host(), notReached)));
        }
        ErrorMessageFactory unanswered = HttpMessages.shouldAnswerHttp(namespace.name(), uri.toString(), detail);
        return Observation.absent(
                lost
                        ? MessageWithSnapshot.forUnreachedHost(attempt.probe(), unanswered)
                        : MessageWithSnapshot.forHost(namespace, host(), unanswered));
    }

    private HttpGet.Target request() throws IOException {
        return host().contains("%")
                ? HttpGet.Target.withZone(uri.toString(), uri.getHost(), uri.getPort(), namespace.resolve(host()))
                : HttpGet.Target.of(uri.toString());
    }

    /** The host without the brackets of a URL. In front of a zone, a URL has %25 for the percent sign (RFC 6874). */
    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1).replaceFirst("%25(?=.)", "%") : host;
    }

    private int port() {
        return uri.getPort() != -1 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
