package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should be up. */
final class ShouldBeUp extends BasicErrorMessageFactory {

    private ShouldBeUp(Object... arguments) {
        super("%nExpecting:%n  %s%nto be up%nbut it is down:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldBeUp(Interface actual) {
        return new ShouldBeUp(unquotedString(actual.name()), unquotedString(Surroundings.picture(actual)));
    }
}
