package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A namespace should have an interface. */
final class ShouldHaveInterface extends BasicErrorMessageFactory {

    private ShouldHaveInterface(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the interface %s%nbut it has no such interface.%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveInterface(Surroundings seen, String name) {
        return new ShouldHaveInterface(
                unquotedString(seen.namespace()), unquotedString(name), unquotedString(seen.whole()));
    }
}
