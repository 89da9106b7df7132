package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an HTTP server answered, whichever client asked. Immutable.
 *
 * @param url the URL that was asked for
 * @param status the status code
 * @param headers all values of each header, by its name in lower case
 * @param body the body as text
 */
public record HttpAnswer(String url, int status, Map<String, List<String>> headers, String body) {

    /** Turns the names of the headers to lower case, since case does not count in them. */
    public HttpAnswer {
        requireNonNull(url, "url");
        requireNonNull(headers, "headers");
        requireNonNull(body, "body");
        Map<String, List<String>> folded = new TreeMap<>();
        headers.forEach((name, values) -> folded.merge(
                name.toLowerCase(Locale.ROOT),
                List.copyOf(values),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()));
        headers = Collections.unmodifiableMap(folded);
    }

    /** An answer that the JDK's client received. */
    public static HttpAnswer of(HttpResponse<String> response) {
        requireNonNull(response, "response");
        return new HttpAnswer(
                response.uri().toString(),
                response.statusCode(),
                response.headers().map(),
                response.body());
    }

    /** All values of a header; none if it is absent. The case of its name does not matter. */
    public List<String> header(String name) {
        requireNonNull(name, "name");
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    String headerLines() {
        return headers.entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value))
                .collect(Collectors.joining(System.lineSeparator()));
    }

    @Override
    public String toString() {
        return "the answer from " + url;
    }
}
