package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should have a MAC address. */
final class ShouldHaveMac extends BasicErrorMessageFactory {

    private ShouldHaveMac(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the MAC address %s%nbut it is:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveMac(Interface actual, String mac) {
        return new ShouldHaveMac(
                unquotedString(actual.name()), unquotedString(mac), unquotedString(String.valueOf(actual.mac())));
    }
}
