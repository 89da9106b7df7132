package io.github.netnsjunit.assertj;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A namespace should have an interface. */
final class ShouldHaveInterface extends BasicErrorMessageFactory {

    private ShouldHaveInterface(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the interface %s%nbut its interfaces are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveInterface(String namespace, String name, List<String> all) {
        return new ShouldHaveInterface(
                unquotedString(namespace), unquotedString(name), unquotedString(String.join(", ", all)));
    }
}
