package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;
import static io.github.netnsjunit.assertj.error.Message.indented;
import static io.github.netnsjunit.assertj.error.Message.indentedOrQuoted;

import io.github.netnsjunit.assertj.HttpAnswer;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about HTTP servers and their answers. */
public final class HttpMessages {

    private HttpMessages() {}

    /** Says that a server accepts connections but does not answer; the detail is what went wrong. */
    public static ErrorMessageFactory shouldAnswerHttp(String namespace, String url, String detail) {
        return expecting(
                namespace, "to get an answer from %s%nbut although its port accepts connections:%n  %s", url, detail);
    }

    public static ErrorMessageFactory shouldHaveStatus(HttpAnswer actual, int status) {
        return expecting(
                actual.toString(),
                "to have the status %s%nbut it was:%n  %s%nwith the body:%n%s",
                status,
                actual.status(),
                indented(actual.body()));
    }

    public static ErrorMessageFactory shouldHaveBody(HttpAnswer actual, String body) {
        boolean quoted = Message.lookTheSame(body, actual.body());
        return expecting(
                actual.toString(),
                "to have the body:%n%s%nbut it was:%n%s",
                indentedOrQuoted(body, quoted),
                indentedOrQuoted(actual.body(), quoted));
    }

    public static ErrorMessageFactory shouldHaveBodyContaining(HttpAnswer actual, String part) {
        boolean quoted = Message.looksLikeContaining(actual.body(), part);
        return expecting(
                actual.toString(),
                "to have a body that contains:%n%s%nbut it was:%n%s",
                indentedOrQuoted(part, quoted),
                indentedOrQuoted(actual.body(), quoted));
    }

    public static ErrorMessageFactory shouldHaveHeader(HttpAnswer actual, String name, String value) {
        return expecting(
                actual.toString(),
                "to have the header:%n  %s: %s%nbut its headers are:%n%s",
                name,
                value,
                indented(headerLines(actual)));
    }

    private static String headerLines(HttpAnswer answer) {
        return answer.headers().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> header.getKey() + ": " + value))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
