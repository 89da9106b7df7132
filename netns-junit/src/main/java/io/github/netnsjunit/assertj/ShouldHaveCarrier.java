package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A link should have a carrier. */
final class ShouldHaveCarrier extends BasicErrorMessageFactory {

    private ShouldHaveCarrier(Object... arguments) {
        super(
                "%nExpecting:%n  %s%nto have a carrier%nbut it has none, as when the other end is down:%n  %s",
                arguments);
    }

    static ErrorMessageFactory shouldHaveCarrier(Interface actual) {
        return new ShouldHaveCarrier(unquotedString(actual.name()), unquotedString(Surroundings.picture(actual)));
    }
}
