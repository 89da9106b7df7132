package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.function.Supplier;
import org.assertj.core.description.Description;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.presentation.Representation;

/**
 * A failure, and below it what the namespace knows of the way to others.
 *
 * @param failure what is told first
 * @param surroundings asked for when the failure is thrown, and not for those that another attempt makes up for
 */
record Surrounded(ErrorMessageFactory failure, Supplier<String> surroundings) implements ErrorMessageFactory {

    /** With all that the namespace knows. */
    static Surrounded by(NetworkNamespace namespace, ErrorMessageFactory failure) {
        return new Surrounded(failure, () -> Surroundings.of(namespace).whole());
    }

    /** With what matters on the way to a host. */
    static Surrounded onTheWay(NetworkNamespace namespace, String host, ErrorMessageFactory failure) {
        return new Surrounded(failure, () -> Surroundings.of(namespace).seenFrom(host));
    }

    @Override
    public String create(Description description, Representation representation) {
        return failure.create(description, representation) + shown();
    }

    @Override
    public String create(Description description) {
        return failure.create(description) + shown();
    }

    @Override
    public String create() {
        return failure.create() + shown();
    }

    private String shown() {
        String shown;
        try {
            shown = surroundings.get();
        } catch (RuntimeException unknown) {
            // The namespace was closed meanwhile, say: the failure is to be told all the same.
            shown = "(" + unknown.getMessage() + ")";
        }
        return System.lineSeparator() + shown;
    }
}
