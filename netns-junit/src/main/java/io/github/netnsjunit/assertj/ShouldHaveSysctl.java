package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A kernel parameter should have a value. */
final class ShouldHaveSysctl extends BasicErrorMessageFactory {

    private ShouldHaveSysctl(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the kernel parameter:%n  %s = %s%nbut it is:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveSysctl(String namespace, String name, String expected, String actual) {
        return new ShouldHaveSysctl(
                unquotedString(namespace), unquotedString(name), unquotedString(expected), unquotedString(actual));
    }
}
