package io.github.netnsjunit.assertj;

import static java.util.Objects.requireNonNull;

import io.github.netnsjunit.assertj.error.HttpMessages;

/**
 * Assertions about an HTTP answer. After {@link NetworkNamespaceAssert#get}, the message of a failure also shows the routes and
 * addresses of the namespace.
 */
public class HttpResponseAssert extends AbstractNetnsAssert<HttpResponseAssert, HttpAnswer> {

    /** For {@link NetnsAssertions} and for AssertJ's proxies. */
    public HttpResponseAssert(HttpAnswer actual) {
        super(actual, HttpResponseAssert.class);
    }

    @Override
    String liveAssertion() {
        return "assertThat(namespace).$(time).get(url)";
    }

    /**
     * Verifies that the answer has this status code.
     *
     * <pre>{@code
     * assertThat(blue).get("http://10.0.0.1/").hasStatus(200); // passes
     * assertThat(blue).get("http://10.0.0.1/no/such/page").hasStatus(200); // fails: it is 404
     * }</pre>
     */
    public HttpResponseAssert hasStatus(int status) {
        return verify(latest -> latest.status() == status ? null : HttpMessages.shouldHaveStatus(latest, status));
    }

    /**
     * Verifies that the answer's body is exactly this text.
     *
     * <pre>{@code
     * assertThat(blue).get("http://10.0.0.1/hello").hasBody("hello"); // passes
     * assertThat(blue).get("http://10.0.0.1/hello").hasBody("hell"); // fails
     * }</pre>
     */
    public HttpResponseAssert hasBody(String body) {
        requireNonNull(body, "body");
        return verify(latest -> latest.body().equals(body) ? null : HttpMessages.shouldHaveBody(latest, body));
    }

    /**
     * Verifies that the answer's body contains this text.
     *
     * <pre>{@code
     * assertThat(blue).get("http://10.0.0.1/hello").hasBodyContaining("ell"); // passes
     * assertThat(blue).get("http://10.0.0.1/hello").hasBodyContaining("Ell"); // fails
     * }</pre>
     */
    public HttpResponseAssert hasBodyContaining(String part) {
        requireNonNull(part, "part");
        return verify(
                latest -> latest.body().contains(part) ? null : HttpMessages.shouldHaveBodyContaining(latest, part));
    }

    /**
     * Verifies that the answer has a header with this value. The header may have other values too. The case of its name does not
     * matter.
     *
     * <pre>{@code
     * assertThat(blue).get("http://10.0.0.1/").hasHeader("Content-Type", "text/html"); // passes
     * assertThat(blue).get("http://10.0.0.1/").hasHeader("Content-Type", "text"); // fails
     * }</pre>
     */
    public HttpResponseAssert hasHeader(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return verify(latest ->
                latest.header(name).contains(value) ? null : HttpMessages.shouldHaveHeader(latest, name, value));
    }
}
