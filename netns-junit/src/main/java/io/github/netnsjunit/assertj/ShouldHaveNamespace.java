package io.github.netnsjunit.assertj;

import java.util.List;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A lab should have a namespace. */
final class ShouldHaveNamespace extends BasicErrorMessageFactory {

    private ShouldHaveNamespace(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the namespace %s%nbut its namespaces are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldHaveNamespace(String name, List<String> all) {
        return new ShouldHaveNamespace(
                unquotedString("the lab"), unquotedString(name), unquotedString(String.join(", ", all)));
    }
}
