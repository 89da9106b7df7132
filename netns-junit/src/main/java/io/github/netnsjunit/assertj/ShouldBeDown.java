package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should be down. */
final class ShouldBeDown extends BasicErrorMessageFactory {

    private ShouldBeDown(Object... arguments) {
        super("%nExpecting:%n  %s%nto be down%nbut it is up:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldBeDown(Interface actual) {
        return new ShouldBeDown(unquotedString(actual.name()), unquotedString(Surroundings.picture(actual)));
    }
}
