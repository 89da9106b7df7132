package io.github.netnsjunit.assertj;

import org.assertj.core.description.Description;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.presentation.Representation;

/**
 * A failure about a part of a namespace, such as one of its interfaces, with the whole around it.
 *
 * @param failure what it says of the part
 * @param seen what the namespace knew at that moment
 */
record Surrounded(ErrorMessageFactory failure, Surroundings seen) implements ErrorMessageFactory {

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
        return System.lineSeparator() + seen.whole();
    }
}
