package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import java.util.Objects;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should be the port of a bridge. */
final class ShouldHaveMaster extends BasicErrorMessageFactory {

    private ShouldHaveMaster(Object... arguments) {
        super("%nExpecting:%n  %s%nto be a port of %s%nbut it is a port of:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveMaster(Interface actual, String master) {
        return new ShouldHaveMaster(
                unquotedString(actual.name()),
                unquotedString(master),
                unquotedString(Objects.requireNonNullElse(actual.master(), "nothing")));
    }
}
