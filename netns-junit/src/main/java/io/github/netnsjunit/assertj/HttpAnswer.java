package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The answer of an HTTP server, whichever client sent the request. Immutable.
 *
 * @param url the URL of the request
 * @param status the status code
 * @param headers all values of each header, by its name in lower case
 * @param body the body as text
 */
public record HttpAnswer(String url, int status, Map<String, List<String>> headers, String body) {

    /** Turns the names of the headers to lower case, because their case has no meaning. */
    public HttpAnswer {
        requireNonNull(url, "url");
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        Map<String, List<String>> byLowerCaseName = new TreeMap<>();
        headers.forEach((name, values) -> byLowerCaseName.merge(
                name.toLowerCase(Locale.ROOT),
                List.copyOf(values),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
        headers = Collections.unmodifiableMap(byLowerCaseName);
    }

    /**
     * Makes an answer of one that the JDK's client received. This is no overload of {@code assertThat}: a module that does
     * not require {@code java.net.http} could then compile none of these assertions.
     */
    public static HttpAnswer of(HttpResponse<String> response) {
        requireNonNull(response, "response");
        return new HttpAnswer(
                response.uri().toString(),
                response.statusCode(),
                response.headers().map(),
                response.body());
    }

    /** Returns all values of a header, or an empty list if it is absent. The case of its name does not matter. */
    public List<String> header(String name) {
        requireNonNull(name, "name");
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public String toString() {
        return "the answer from " + url;
    }
}
