package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should have an MTU. */
final class ShouldHaveMtu extends BasicErrorMessageFactory {

    private ShouldHaveMtu(Object... arguments) {
        super("%nExpecting:%n  %s%nto have an MTU of %s bytes%nbut it is:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveMtu(Interface actual, int mtu) {
        return new ShouldHaveMtu(
                unquotedString(actual.name()),
                unquotedString(Integer.toString(mtu)),
                unquotedString(Integer.toString(actual.mtu())));
    }
}
