package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A link should have no carrier. */
final class ShouldHaveNoCarrier extends BasicErrorMessageFactory {

    private ShouldHaveNoCarrier(Object... arguments) {
        super("%nExpecting:%n  %s%nto have no carrier%nbut it has one:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveNoCarrier(Interface actual) {
        return new ShouldHaveNoCarrier(unquotedString(actual.name()), unquotedString(Surroundings.picture(actual)));
    }
}
