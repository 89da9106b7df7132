package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.waiting.Deadline;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Optional;

/**
 * Asks a URL inside a namespace whether it is ready.
 *
 * @param url of the scheme http
 */
record HttpReadiness(URL url, NamespaceThreads inside) {

    /** How long one attempt may take. If a server has accepted the connection and then hangs, the next attempt may find it ready. */
    private static final int ATTEMPT_MILLIS = 2000;

    private static final int FIRST_ERROR = 400;

    static HttpReadiness of(String url, NamespaceThreads inside) {
        try {
            URL parsed = URI.create(url).toURL();
            if (parsed.getProtocol().equals("http") && !parsed.getHost().isEmpty()) {
                return new HttpReadiness(parsed, inside);
            }
        } catch (IllegalArgumentException | MalformedURLException malformed) {
            throw new IllegalArgumentException("url [" + url + "]: " + malformed.getMessage(), malformed);
        }
        throw new IllegalArgumentException("url [" + url + "] must be like [http://localhost:8080/health]");
    }

    /** Why it is not ready: the answer or the failure. Empty if it has answered and that is no error. */
    Optional<String> reasonAgainst(Deadline deadline) {
        return inside.callChecked(() -> ask((int) Math.max(1, Math.min(ATTEMPT_MILLIS, deadline.millisLeft()))));
    }

    private Optional<String> ask(int millis) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(millis);
            connection.setReadTimeout(millis);
            try {
                int status = connection.getResponseCode();
                return status > 0 && status < FIRST_ERROR
                        ? Optional.empty()
                        : Optional.of("it answered with the status " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException notReady) {
            return Optional.of(String.valueOf(notReady));
        }
    }
}
