package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A routing table should have an entry. */
final class ShouldHaveRoute extends BasicErrorMessageFactory {

    private ShouldHaveRoute(Object... arguments) {
        super("%nExpecting:%n  %s%nto have the route:%n  %s%nbut it has no such route.", arguments);
    }

    static ErrorMessageFactory shouldHaveRoute(String namespace, String route) {
        return new ShouldHaveRoute(unquotedString(namespace), unquotedString(route));
    }
}
