package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A namespace should have an interface. */
final class ShouldHaveInterface extends BasicErrorMessageFactory {

    private ShouldHaveInterface(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the interface %s%nbut it has no such interface.", arguments);
    }

    static ErrorMessageFactory shouldHaveInterface(String namespace, String name) {
        return new ShouldHaveInterface(unquotedString(namespace), unquotedString(name));
    }
}
