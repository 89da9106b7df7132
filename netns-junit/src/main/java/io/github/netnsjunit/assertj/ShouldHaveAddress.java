package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** An interface should have an address. */
final class ShouldHaveAddress extends BasicErrorMessageFactory {

    private ShouldHaveAddress(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the address %s%nbut its addresses are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveAddress(Interface actual, String address) {
        return new ShouldHaveAddress(
                unquotedString(actual.name()),
                unquotedString(address),
                unquotedString(actual.addresses().toString()));
    }
}
