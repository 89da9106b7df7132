package io.github.netnsjunit.assertj;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A namespace should have some interfaces and no others. */
final class ShouldHaveOnlyInterfaces extends BasicErrorMessageFactory {

    private ShouldHaveOnlyInterfaces(Object... arguments) {
        super("%nExpecting:%n  %s%nto have only the interfaces:%n  %s%nbut its interfaces are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveOnlyInterfaces(String namespace, List<String> expected, List<String> actual) {
        return new ShouldHaveOnlyInterfaces(
                unquotedString(namespace),
                unquotedString(String.join(", ", expected)),
                unquotedString(String.join(", ", actual)));
    }
}
