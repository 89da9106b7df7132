package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.Interface;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A namespace should not have an interface. */
final class ShouldNotHaveInterface extends BasicErrorMessageFactory {

    private ShouldNotHaveInterface(Object... arguments) {
        super("%nExpecting:%n  %s%nnot to have the interface %s%nbut it has:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotHaveInterface(String namespace, Interface found) {
        return new ShouldNotHaveInterface(
                unquotedString(namespace), unquotedString(found.name()), unquotedString(Surroundings.picture(found)));
    }
}
